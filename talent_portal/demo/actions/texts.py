"""What the demo's sessions say. Venues are invented; towns are named only as hosts of invented booths."""

from typing import Any

from talent_portal.fairs.models import FairKind

INTERESTS = (
    *("administration", "civil-engineering", "architecture", "public-health-nurse"),
    *("childcare", "fire-service", "undecided"),
)
AUDIENCE = ("student", "working", "u-turn", "parent", "teacher")
CONTACT = {"contact": "000-000-0000", "accommodation_contact": "000-000-0001"}

ON_SITE: dict[str, Any] = {
    "title_ja": "市町合同職員採用説明会（長崎会場）",
    "title_en": "Joint recruitment session of the municipalities (Nagasaki)",
    "title_kana": "シチョウゴウドウショクインサイヨウセツメイカイ",
    "kind": FairKind.ONSITE,
    "summary_ja": "12の市町と1回20分ずつ話せます。ご家族や先生もどうぞ。",
    "summary_en": "Talk with twelve municipalities for twenty minutes each. Families and teachers are welcome.",
    "description_ja": (
        "市町の職員が、仕事の中身、くらし、採用試験についてお話しします。聞きたい市町を選んで予約してください。\n\n"
        "予約のない市町のブースも、空いていれば立ち寄れます。途中からの参加もできます。"
    ),
    "description_en": (
        "Officials tell you about their work, about living there, and about the exams. Choose whom to hear.\n\n"
        "You can also drop in at other booths while there are free seats, and come later."
    ),
    "venue_name_ja": "灯浦ホール（架空）",
    "venue_name_en": "Hiura Hall (invented)",
    "address": "長崎県長崎市架空町1-1",
    "access_ja": "路面電車「架空町」から歩いて3分。車いすで入れます。",
    "access_en": "Three minutes on foot from the tram stop Kaku-machi. Step-free.",
    "weather_rule_ja": "荒天のときは前日の15時に決め、メールとこのページでお知らせします。",
    "weather_rule_en": "In bad weather we decide at 15:00 on the day before, and tell you by mail and on this page.",
    "audience": AUDIENCE,
    "interests": INTERESTS,
    **CONTACT,
}
ONLINE: dict[str, Any] = {
    "title_ja": "島ではたらく オンライン相談会",
    "title_en": "Work on the islands: online talks",
    "title_kana": "シマデハタラクオンラインソウダンカイ",
    "kind": FairKind.ONLINE,
    "summary_ja": "カメラなし、ニックネームでも参加できます。移住やUターンをお考えの方に。",
    "summary_en": "Camera off, a nickname is fine. For people who think of moving (back).",
    "online_url": "https://rooms.example.com/islands",
    "audience": ("working", "u-turn", "student", "retired"),
    "interests": INTERESTS,
    **CONTACT,
}
HELD: dict[str, Any] = {
    **ON_SITE,
    "title_ja": "市町合同職員採用説明会（秋）",
    "title_en": "Joint recruitment session of the municipalities (autumn)",
    "summary_ja": "8つの市町が参加しました。",
    "summary_en": "Eight municipalities took part.",
}
MESSAGES = (
    (
        "橋と道路の点検を、先輩と2人で回ります。",
        "You inspect bridges and roads together with a senior colleague.",
        ("civil_engineer",),
    ),
    (
        "学校や公民館の改修を、設計から見届ける仕事です。",
        "You see repairs of schools and halls through from the design.",
        ("architect",),
    ),
    (
        "赤ちゃんからお年寄りまで、顔の見える保健の仕事です。",
        "Public health where you know everybody from babies to elders.",
        ("public_health_nurse",),
    ),
    (
        "水道を止めない。島の水源を守る仲間を探しています。",
        "Keep the water running: look after the springs of an island.",
        ("water_engineer",),
    ),
    (
        "窓口の手続を、紙からオンラインへ変えています。",
        "We are moving counter services from paper to online.",
        ("ict",),
    ),
    (
        "畑と用水路を、農家の方と一緒に守ります。",
        "You look after fields and canals together with farmers.",
        ("agri_civil",),
    ),
)


def booth(number: int, name_ja: str, name_en: str) -> dict[str, Any]:
    """Return what a booth says in the demo."""
    ja, en, roles = MESSAGES[number % len(MESSAGES)]
    return {"message_ja": f"{name_ja}です。{ja}", "message_en": f"{name_en}: {en}", "roles": roles, "staff": 2}

"""The lists people choose from. Codes are stored; words are translated at the edge."""

from talent_portal.core.marks import _n

INTERESTS: dict[str, str] = {
    "administration": _n("General administration"),
    "civil-engineering": _n("Civil engineering"),
    "architecture": _n("Architecture"),
    "electrical": _n("Electrical and mechanical engineering"),
    "agriculture": _n("Agriculture, forestry and fisheries"),
    "information": _n("Information technology"),
    "public-health-nurse": _n("Public health nurse"),
    "childcare": _n("Childcare worker"),
    "nutrition": _n("Dietitian"),
    "social-work": _n("Social worker"),
    "nurse": _n("Nurse"),
    "fire-service": _n("Fire service"),
    "librarian": _n("Librarian or curator"),
    "other": _n("Other"),
    "undecided": _n("Not decided yet"),
}
MOST_INTERESTS = 5

AUDIENCE: dict[str, str] = {
    "student": _n("Students"),
    "working": _n("People with work experience"),
    "u-turn": _n("People moving (back) to Nagasaki"),
    "retired": _n("Retired officials"),
    "parent": _n("Parents"),
    "teacher": _n("Teachers and career centres"),
}

SCHOOLS: dict[str, str] = {
    "university": _n("University"),
    "graduate": _n("Graduate school"),
    "junior-college": _n("Junior college"),
    "kosen": _n("College of technology"),
    "vocational": _n("Vocational school"),
    "high-school": _n("High school"),
    "other": _n("Other school"),
}
YEARS = range(1, 7)

HEARD: dict[str, str] = {
    "school": _n("School or career centre"),
    "municipality": _n("Website or newsletter of a municipality"),
    "prefecture": _n("Website of the prefecture"),
    "sns": _n("Social media"),
    "flyer": _n("Flyer or poster"),
    "job-site": _n("Job website"),
    "friend": _n("Family or friends"),
    "other": _n("Other"),
}

# JIS X 0401, and 99 for abroad. (code, ja, en)
PREFECTURES: tuple[tuple[str, str, str], ...] = (
    ("01", "北海道", "Hokkaido"), ("02", "青森県", "Aomori"), ("03", "岩手県", "Iwate"), ("04", "宮城県", "Miyagi"),
    ("05", "秋田県", "Akita"), ("06", "山形県", "Yamagata"), ("07", "福島県", "Fukushima"), ("08", "茨城県", "Ibaraki"),
    ("09", "栃木県", "Tochigi"), ("10", "群馬県", "Gunma"), ("11", "埼玉県", "Saitama"), ("12", "千葉県", "Chiba"),
    ("13", "東京都", "Tokyo"), ("14", "神奈川県", "Kanagawa"), ("15", "新潟県", "Niigata"), ("16", "富山県", "Toyama"),
    ("17", "石川県", "Ishikawa"), ("18", "福井県", "Fukui"), ("19", "山梨県", "Yamanashi"), ("20", "長野県", "Nagano"),
    ("21", "岐阜県", "Gifu"), ("22", "静岡県", "Shizuoka"), ("23", "愛知県", "Aichi"), ("24", "三重県", "Mie"),
    ("25", "滋賀県", "Shiga"), ("26", "京都府", "Kyoto"), ("27", "大阪府", "Osaka"), ("28", "兵庫県", "Hyogo"),
    ("29", "奈良県", "Nara"), ("30", "和歌山県", "Wakayama"), ("31", "鳥取県", "Tottori"), ("32", "島根県", "Shimane"),
    ("33", "岡山県", "Okayama"), ("34", "広島県", "Hiroshima"), ("35", "山口県", "Yamaguchi"),
    ("36", "徳島県", "Tokushima"), ("37", "香川県", "Kagawa"), ("38", "愛媛県", "Ehime"), ("39", "高知県", "Kochi"),
    ("40", "福岡県", "Fukuoka"), ("41", "佐賀県", "Saga"), ("42", "長崎県", "Nagasaki"), ("43", "熊本県", "Kumamoto"),
    ("44", "大分県", "Oita"), ("45", "宮崎県", "Miyazaki"), ("46", "鹿児島県", "Kagoshima"),
    ("47", "沖縄県", "Okinawa"), ("99", "海外", "Abroad"),
)  # fmt: skip

KINDS: dict[str, str] = {
    "onsite": _n("On site"),
    "online": _n("Online"),
    "hybrid": _n("On site and online"),
    "tour": _n("Workplace tour"),
    "cafe": _n("Small talk café"),
}

STATES: dict[str, str] = {
    "draft": _n("Draft"),
    "published": _n("Published"),
    "open": _n("Sign-up open"),
    "closed": _n("Sign-up closed"),
    "held": _n("Held"),
    "archived": _n("Archived"),
    "cancelled": _n("Called off"),
}

REGISTRATION_STATES: dict[str, str] = {
    "pending": _n("Waiting for your confirmation"),
    "confirmed": _n("Confirmed"),
    "cancelled": _n("Cancelled"),
    "expired": _n("Not confirmed in time"),
}

ATTENDEES: dict[str, str] = {
    "student": _n("Student"),
    "working": _n("Working, or looking for work"),
    "retired": _n("Retired official"),
    "parent": _n("Parent"),
    "teacher": _n("Teacher or career adviser"),
    "other": _n("Other"),
}
# Parents and teachers are asked nothing about booths.
WITHOUT_TALKS = frozenset({"parent", "teacher"})

# Why somebody without mail must be called.
PHONE_REASONS: dict[str, str] = {
    "fair.ticket": _n("Tell them their number and their talks for the session"),
    "fair.cancelled": _n("The session has been called off"),
    "fair.moved_online": _n("The session will be held online"),
}

# What the outbox calls the letters of a session on its page.
LETTER_NAMES: dict[str, str] = {
    "fairs/prove": _n("Code that confirms a sign-up"),
    "fairs/already_registered": _n("Answer to a repeated sign-up"),
    "fairs/confirmed": _n("Ticket of a session"),
    "fairs/changed": _n("Changed talks of a session"),
    "fairs/cancelled": _n("Cancelled sign-up"),
    "fairs/link": _n("Link to one's own sign-up"),
    "fairs/hold_ending": _n("Reminder to confirm a sign-up"),
    "fairs/reminder": _n("Reminder of a session"),
    "fairs/fair_cancelled": _n("Session called off"),
    "fairs/moved_online": _n("Session moved online"),
}

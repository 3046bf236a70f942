"""Files that mean harm, or were merely saved badly."""

import io
import struct
import zipfile
import zlib

import xlsxwriter

HEADER = "名前,電話\r\n"
GOOD = "名前,電話\r\n髙﨑 はな,095-000-0000\r\n"


def workbook(rows=(("名前", "電話"), ("髙﨑 はな", "095-000-0000")), top=0, left=0):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(top + number, left + column, cell)
    return file.getvalue()


def rebuilt(change=None, extra=(), data=None):
    """Return a good workbook with entries changed by `change(name, bytes)`, and `extra` entries added."""
    source = zipfile.ZipFile(io.BytesIO(data or workbook()))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            inside = source.read(name)
            target.writestr(name, change(name, inside) if change else inside)
        for name, inside in extra:
            target.writestr(name, inside)
    return file.getvalue()


def with_sheet(xml, prolog=b""):
    """Return a workbook whose sheet holds exactly these rows."""
    body = (
        prolog
        + b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        + xml
        + b"</worksheet>"
    )
    return rebuilt(lambda name, inside: body if name == "xl/worksheets/sheet1.xml" else inside)


def sparse(last):
    cells = b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
    return with_sheet(cells + b'<row r="%d"><c r="%s"><v>1</v></c></row></sheetData>' % (last[1], last[0]))


def lying_directory():
    """Return a bomb whose directory claims that everything is small."""
    data = bytearray(rebuilt(extra=[("xl/media/big.bin", b"\0" * 60_000_000)]))
    at = data.rindex(b"xl/media/big.bin") - 46
    data[at + 24 : at + 28] = struct.pack("<I", 100)
    data[at + 16 : at + 20] = struct.pack("<I", zlib.crc32(b"\0" * 100))
    return bytes(data)


def encrypted():
    data = bytearray(workbook())
    at = data.index(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


BILLION_LAUGHS = b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'ha'>" + b"".join(
    b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)
OUTSIDE = b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
INLINE = b'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>%s</t></is></c></row></sheetData>'


def zipped(*entries):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, inside in entries:
            archive.writestr(name, inside)
    return file.getvalue()


# What it is: (name of the file, its bytes, the code of the refusal)
REFUSED = {
    "an empty file": ("a.csv", b"", "file_empty"),
    "blanks only": ("a.csv", b" \r\n\r\n", "file_empty"),
    "a mark only": ("a.csv", b"\xef\xbb\xbf,,\r\n", "file_empty"),
    "too many bytes": ("a.csv", b"a," * 3_000_000, "file_too_large"),
    "a program": ("a.csv", b"MZ\x90\x00", "wrong_kind"),
    "a program called a workbook": ("a.xlsx", b"MZ\x90\x00", "wrong_kind"),
    "a page called a table": ("a.csv", b"<!DOCTYPE html><table><tr><td>1</td></tr></table>", "wrong_kind"),
    "a page called an old workbook": ("a.xls", b"<html><table></table></html>", "wrong_kind"),
    "a drawing": ("a.csv", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "wrong_kind"),
    "a PDF": ("a.csv", b"%PDF-1.7\n", "wrong_kind"),
    "a picture": ("a.csv", b"\x89PNG\r\n\x1a\n", "wrong_kind"),
    "a name without an end": ("table", GOOD.encode(), "wrong_kind"),
    "a name with two ends": ("a.csv.exe", GOOD.encode(), "wrong_kind"),
    "a name that climbs": ("../../etc/passwd", GOOD.encode(), "wrong_kind"),
    "a workbook called a CSV": ("a.csv", workbook(), "wrong_kind"),
    "a CSV called a workbook": ("a.xlsx", GOOD.encode(), "wrong_kind"),
    "an old or locked workbook": ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old_excel"),
    "UTF-16 little": ("a.csv", GOOD.encode("utf-16"), "unknown_encoding"),
    "UTF-16 big": ("a.csv", b"\xfe\xff" + GOOD.encode("utf-16-be"), "unknown_encoding"),
    "UTF-16 without a mark": ("a.csv", "a,b\r\n1,2\r\n".encode("utf-16-le"), "forbidden_character"),
    "EUC-JP": ("a.csv", "なまえ,でんわ\nたなか はなこ,一二三\n".encode("euc_jp"), "unknown_encoding"),
    "ISO-2022-JP": ("a.csv", GOOD.replace("髙﨑", "高崎").encode("iso2022_jp"), "unknown_encoding"),
    "a letter cut in two": ("a.csv", GOOD.encode()[:-40] + b"\xe3\x81", "unknown_encoding"),
    "two encodings in one file": ("a.csv", HEADER.encode("cp932") + "島 はな,1\r\n".encode(), "unknown_encoding"),
    "NUL": ("a.csv", b"a,b\r\n1,2\x003\r\n", "forbidden_character"),
    "escape codes": ("a.csv", b"a,b\r\n1,\x1b[31m2\r\n", "forbidden_character"),
    "an open quotation mark": ("a.csv", b'a,b\r\n1,"2\r\n3,4\r\n', "broken_quotes"),
    "a quotation mark inside": ("a.csv", b'a,b\r\n"1"x,2\r\n', "broken_quotes"),
    "a cell of 4 MB": ("a.csv", b"a,b\r\n1," + b"x" * 4_000_000, "cell_too_long"),
    "a cell of 20,000 letters": ("a.csv", b"a,b\r\n1," + b"x" * 20_000, "cell_too_long"),
    "20,000 columns": ("a.csv", b",".join(b"c%d" % n for n in range(20_000)), "too_many_columns"),
    "200,000 rows": ("a.csv", b"a,b\r\n" + b"1,2\r\n" * 200_000, "too_many_rows"),
    "a heading twice": ("a.csv", "名前, 名前 \r\n1,2\r\n".encode(), "header_repeated"),
    "a heading missing": ("a.csv", b"a,,c\r\n1,2,3\r\n", "header_empty"),
    "a row that is too long": ("a.csv", b"a,b\r\n1,2\r\n1,2,3\r\n", "row_too_long"),
    "a truncated workbook": ("a.xlsx", workbook()[:2000], "file_broken"),
    "the first letters of a workbook": ("a.xlsx", b"PK\x03\x04", "file_broken"),
    "an empty zip": ("a.xlsx", b"PK\x05\x06" + b"\0" * 18, "file_broken"),
    "another kind of zip": ("a.xlsx", zipped(("word/document.xml", b"<x/>")), "wrong_kind"),
    "300 entries": ("a.xlsx", rebuilt(extra=[(f"xl/media/{n}", b"") for n in range(300)]), "unpacks_too_large"),
    "a bomb": ("a.xlsx", rebuilt(extra=[("xl/media/big", b"\0" * 60_000_000)]), "unpacks_too_large"),
    "a bomb with a lying directory": ("a.xlsx", lying_directory(), "unpacks_too_large"),
    "a cell at the far end": ("a.xlsx", sparse((b"XFD1048576", 1_048_576)), "unpacks_too_large"),
    "a cell 6,000 rows down": ("a.xlsx", sparse((b"A6000", 6_000)), "too_many_rows"),
    "a cell 100 columns out": ("a.xlsx", sparse((b"CV1", 2)), "too_many_columns"),
    "a password": ("a.xlsx", encrypted(), "old_excel"),
    "macros": ("a.xlsx", rebuilt(extra=[("xl/vbaProject.bin", b"\0")]), "macros_refused"),
    "an entry that climbs": ("a.xlsx", rebuilt(extra=[("../../etc/cron.d/x", b"x")]), "file_broken"),
    "an entry from the root": ("a.xlsx", rebuilt(extra=[("/etc/x", b"x")]), "file_broken"),
    "no sheet": ("a.xlsx", zipped(("xl/workbook.xml", b"<workbook/>")), "file_broken"),
    "a sheet that is no XML": ("a.xlsx", with_sheet(b"<sheetData><row", b"\0\0"), "file_broken"),
    "a shared text that is missing": (
        "a.xlsx",
        with_sheet(b'<sheetData><row r="1"><c r="A1" t="s"><v>999</v></c></row></sheetData>'),
        "file_broken",
    ),
    "control letters in a cell": ("a.xlsx", with_sheet(INLINE % b"a_x0001_"), "forbidden_character"),
    "an empty sheet": ("a.xlsx", workbook(()), "file_empty"),
    "headings twice in a workbook": ("a.xlsx", workbook((("a", "a"), ("1", "2"))), "header_repeated"),
    "a long cell in a workbook": ("a.xlsx", workbook((("a",), ("x" * 20_000,))), "cell_too_long"),
    "damaged bytes": ("a.xlsx", workbook()[:900] + b"\xff" * 40 + workbook()[940:], "file_broken"),
}

# What it is: (name of the file, its bytes, headings, the values of the first row)
TAKEN = {
    "UTF-8": ("a.csv", GOOD.encode(), ("名前", "電話"), ("髙﨑 はな", "095-000-0000")),
    "UTF-8 with a mark": ("A.CSV", GOOD.encode("utf-8-sig"), ("名前", "電話"), ("髙﨑 はな", "095-000-0000")),
    "CP932 with letters of NEC and IBM": (
        "a.csv",
        "名,号\r\n髙﨑①㈱,Ⅰ\r\n".encode("cp932"),
        ("名", "号"),
        ("髙﨑①㈱", "Ⅰ"),
    ),
    "CP932 in half-width kana": ("a.csv", "ｶﾅ,ﾊﾞﾝｺﾞｳ\r\nﾀﾅｶ,1\r\n".encode("cp932"), ("ｶﾅ", "ﾊﾞﾝｺﾞｳ"), ("ﾀﾅｶ", "1")),
    "CR only": ("a.csv", b"a,b\r1,2\r", ("a", "b"), ("1", "2")),
    "LF only": ("a.csv", b"a,b\n1,2", ("a", "b"), ("1", "2")),
    "tabs": ("a.tsv", b"a\tb\n1,5\t2", ("a", "b"), ("1,5", "2")),
    "a short row": ("a.csv", b"a,b,c\n1\n", ("a", "b", "c"), ("1", "", "")),
    "empty columns at the end": ("a.csv", b"a,b,,\n1,2,,\n", ("a", "b"), ("1", "2")),
    "blank rows between": ("a.csv", b"\n\na,b\n,\n1,2\n", ("a", "b"), ("1", "2")),
    "formulas": ("a.csv", b"a,b\n=1+1,@SUM(A1)\n", ("a", "b"), ("=1+1", "@SUM(A1)")),
    "guarded formulas": ("a.csv", b"a,b\n'=1+1,'\xef\xbc\x9dx\n", ("a", "b"), ("=1+1", "＝x")),
    "a line break in a cell": ("a.csv", b'a,b\n"1\r\n2",3\n', ("a", "b"), ("1\r\n2", "3")),
    "markup in a cell": ("a.csv", b"a,b\n<script>x</script>,2\n", ("a", "b"), ("<script>x</script>", "2")),
    "a name that climbs, of the right kind": ("..\\..\\a.csv", b"a,b\n1,2\n", ("a", "b"), ("1", "2")),
    "a workbook": ("a.xlsx", workbook(), ("名前", "電話"), ("髙﨑 はな", "095-000-0000")),
    "a workbook that begins elsewhere": (
        "a.xlsx",
        workbook(top=3, left=2),
        ("名前", "電話"),
        ("髙﨑 はな", "095-000-0000"),
    ),
    "a workbook with a false dimension": (
        "a.xlsx",
        with_sheet(b'<dimension ref="A1:XFD1048576"/>' + INLINE.replace(b"%s", b"a")),
        ("a",),
        None,
    ),
    "a workbook with laughing entities": ("a.xlsx", with_sheet(INLINE % b"a", BILLION_LAUGHS + b"]>"), ("a",), None),
    "a workbook asking for our files": ("a.xlsx", with_sheet(INLINE % b"a", OUTSIDE), ("a",), None),
    "a workbook with links outside": (
        "a.xlsx",
        rebuilt(extra=[("xl/externalLinks/externalLink1.xml", b"<externalLink/>")]),
        ("名前", "電話"),
        ("髙﨑 はな", "095-000-0000"),
    ),
}

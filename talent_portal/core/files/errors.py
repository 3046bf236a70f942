"""Why a file cannot be taken, each with the place to look at. Rows and columns are named as Excel names them."""

from talent_portal.core.errors import Refusal
from talent_portal.core.marks import _n


class FileRefused(Refusal):
    """A file that people gave us cannot be taken."""

    code = "file_refused"


class FileTooLarge(FileRefused):
    """More bytes than we take."""

    code = "file_too_large"
    message = _n("The file is larger than %(limit)s MB. Split it, or remove what is not needed.")


class FileEmpty(FileRefused):
    """Nothing inside."""

    code = "file_empty"
    message = _n("The file is empty.")


class WrongKind(FileRefused):
    """Neither an Excel workbook nor a CSV, whatever its name says."""

    code = "wrong_kind"
    message = _n("Choose an Excel file (.xlsx) or a CSV file (.csv).")


class UploadKindRefused(FileRefused):
    """A kind of document that we do not keep."""

    code = "upload_kind_refused"
    message = _n("Choose a file of one of these kinds: %(kinds)s.")


class OldExcel(FileRefused):
    """The format before 2007, or a workbook with a password (both begin alike)."""

    code = "old_excel"
    message = _n("This is an old Excel file, or it has a password. Save it as .xlsx without a password and try again.")


class MacrosRefused(FileRefused):
    """A workbook that carries programs."""

    code = "macros_refused"
    message = _n("The workbook contains macros. Save it as .xlsx without macros and try again.")


class FileBroken(FileRefused):
    """It claims to be a workbook, but cannot be read."""

    code = "file_broken"
    message = _n("The file cannot be read. It may be damaged: open it, save it again and retry.")


class UnpacksTooLarge(FileRefused):
    """A small file that grows beyond measure when opened."""

    code = "unpacks_too_large"
    message = _n("The workbook is too large when opened. Copy only the table into a new workbook and try again.")


class DocumentTooLarge(FileRefused):
    """A small document or picture that grows beyond measure when opened."""

    code = "document_too_large"
    message = _n("The document is too large when opened. Photograph the paper again, or scan it at a lower resolution.")


class ActiveDocument(FileRefused):
    """A PDF with programs, other files or a password inside."""

    code = "active_document"
    message = _n("The PDF contains programs, other files or a password. Scan or photograph the paper instead.")


class TooManyRows(FileRefused):
    """Longer than any table we expect."""

    code = "too_many_rows"
    message = _n("The table has more than %(limit)s rows. Split it and try again.")


class TooManyColumns(FileRefused):
    """Wider than any table we expect."""

    code = "too_many_columns"
    message = _n("The table has more than %(limit)s columns. Remove the columns that are not needed.")


class UnknownEncoding(FileRefused):
    """A text in none of the encodings we read, or in several at once."""

    code = "unknown_encoding"
    message = _n(
        "The characters of the file cannot be read (line %(row)s). In Excel, save it as “CSV UTF-8” and try again."
    )


class BrokenQuotes(FileRefused):
    """A quotation mark that is never closed, or is closed in the middle of a cell."""

    code = "broken_quotes"
    message = _n('Row %(row)s: a quotation mark (") is missing or out of place.')


class ForbiddenCharacter(FileRefused):
    """A control character that no database keeps."""

    code = "forbidden_character"
    message = _n("Row %(row)s, column %(column)s: remove the characters that cannot be displayed.")


class CellTooLong(FileRefused):
    """A cell beyond any text we store."""

    code = "cell_too_long"
    message = _n("Row %(row)s, column %(column)s: the text is longer than %(limit)s characters.")


class HeaderEmpty(FileRefused):
    """A column without a name."""

    code = "header_empty"
    message = _n("Row %(row)s, column %(column)s: the column has no heading.")


class HeaderRepeated(FileRefused):
    """Two columns of one name."""

    code = "header_repeated"
    message = _n("Row %(row)s, column %(column)s: the heading “%(name)s” appears twice.")


class RowTooLong(FileRefused):
    """A row with cells beyond the last heading."""

    code = "row_too_long"
    message = _n("Row %(row)s, column %(column)s: there is a value outside the columns with headings.")

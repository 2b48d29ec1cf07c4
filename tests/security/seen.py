"""All that the recipient of a letter can read in it, whatever it is packed in."""

from collections.abc import Iterator
from email.message import EmailMessage, Message

import pypdfium2

from tests.service.world import Delivered


def seen(letter: Delivered) -> str:
    """Headers, texts, pages, names of attachments, the text of attached PDFs and what attached mails hold."""
    return "\n".join(_seen(letter.mail))


def _seen(mail: Message) -> Iterator[str]:
    yield from (f"{name}: {value}" for name, value in mail.items())
    for part in mail.walk():
        if isinstance(part, EmailMessage) and not part.is_multipart():
            yield part.get_filename() or ""
            yield _text(part)


def _text(part: EmailMessage) -> str:
    content = part.get_content()
    if part.get_content_type() == "application/pdf":
        return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content))
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else str(content)

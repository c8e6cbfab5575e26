"""An authority of the tests and PDF files signed with it. Everybody is invented."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import cache

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, sign_pdf
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pypdf import PdfWriter

FROM, TO = datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=365 * 40)


@cache
def authority(name: str = "CA Thử nghiệm"):
    """(certificate, key) of a root."""
    key = ec.generate_private_key(ec.SECP256R1())
    return _certificate(name, "", name, key, key, is_root=True), key


def root_pem(name: str = "CA Thử nghiệm") -> bytes:
    return authority(name)[0].public_bytes(serialization.Encoding.PEM)


@cache
def signer(name: str = "Nguyễn Văn Ký Thử", body: str = "Bộ Tư pháp", root: str = "CA Thử nghiệm") -> SimpleSigner:
    root_certificate, root_key = authority(root)
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(name, body, root, key, root_key)
    store = SimpleCertificateStore()
    store.register(_asn1(root_certificate))
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return SimpleSigner(_asn1(certificate), keys.PrivateKeyInfo.load(private), store)


def paper(pages: int = 1, password: str = "") -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(200, 200)
    if password:
        writer.encrypt(password)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def aside(function, *arguments):
    """Call it in a thread of its own: pyHanko starts an event loop, and this thread may have the browser's."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(function, *arguments).result()


def signed(content: bytes = b"", by: SimpleSigner | None = None, field: str = "ChuKy1") -> bytes:
    """The file with one more signature."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content or paper()))
    return aside(sign_pdf, writer, PdfSignatureMetadata(field_name=field), by or signer()).getvalue()


def with_page_added(content: bytes) -> bytes:
    """Somebody adds to the file after it was signed."""
    writer = PdfWriter(io.BytesIO(content), incremental=True)
    writer.add_blank_page(200, 200)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def with_one_byte_changed(content: bytes) -> bytes:
    """One digit of the page's size."""
    assert b"200" in content
    return content.replace(b"200", b"201", 1)


def _asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def _certificate(name, body, issuer, key, issuer_key, *, is_root=False) -> x509.Certificate:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, name)]
    if body:
        parts.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, body))
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name(parts))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(FROM)
        .not_valid_after(TO)
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True, content_commitment=not is_root, key_cert_sign=is_root, crl_sign=is_root, **usage
            ),
            critical=True,
        )
        .sign(issuer_key, hashes.SHA256())
    )

"""Dossier codes in addresses: `000.00.09.H06-241104-0001`, with dots and dashes."""

from django.urls import register_converter


class DossierCodeConverter:
    """Letters, digits, dots and dashes; whether there is such a dossier is asked of the dossiers room."""

    regex = r"[0-9A-Za-z.]{3,40}-[0-9]{6,8}-[0-9]{4,7}"

    def to_python(self, value: str) -> str:
        """The code as it is stored."""
        return value.upper()

    def to_url(self, value: str) -> str:
        """The code as it stands in the address."""
        return value


register_converter(DossierCodeConverter, "desk_dossier")

"""How crispy-forms renders our forms: fields only, because the page writes <form>, token and buttons itself."""

from crispy_forms.helper import FormHelper


class PageFormHelper(FormHelper):
    """Helper of every form of the portal: ``{% crispy form %}`` inside the page's own <form>."""

    form_tag = False
    disable_csrf = True
    form_show_errors = True
    include_media = False
    # The browser's own bubbles speak the browser's language; our messages stand beside the field.
    html5_required = False


class CrispyFormMixin:
    """Gives a form its helper and the attributes that phones and screen readers need."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.helper = PageFormHelper(self)

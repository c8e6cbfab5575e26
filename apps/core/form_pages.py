"""Pages that are one form: a heading, what will happen, the fields, one button and a way back."""

from apps.core.components import Crumb


class FormPageMixin:
    """For FormViews shown by ``core/form_page.html``. ``crumbs()``: the way here; the last but one leads back."""

    template_name = "core/form_page.html"
    heading = ""
    lead = ""
    submit_label = ""
    consequences = ()

    def get_heading(self):
        return self.heading

    def get_lead(self):
        return self.lead

    def get_kicker(self) -> str:
        return ""

    def get_consequences(self) -> list:
        """Short sentences on what will happen: ``consequences``, or what depends on the object."""
        return list(self.consequences)

    def crumbs(self) -> list[Crumb]:
        raise NotImplementedError

    def get_context_data(self, **kwargs):
        crumbs = self.crumbs()
        return super().get_context_data(
            heading=self.get_heading(),
            kicker=self.get_kicker(),
            lead=self.get_lead(),
            consequences=self.get_consequences(),
            submit_label=self.submit_label,
            crumbs=[*crumbs, Crumb(self.get_heading())],
            cancel_url=crumbs[-1].url,
            **kwargs,
        )

"""The life of a request for approval."""

from django.utils.translation import gettext_lazy as _

from kentongan.kernel.states import StateTable, Transition

REQUEST = StateTable(
    "approval",
    initial="open",
    labels={
        "open": _("Menunggu keputusan"),
        "approved": _("Disetujui"),
        "returned": _("Dikembalikan"),
        "voided": _("Gugur karena isi berubah"),
        "recalled": _("Ditarik penyusun"),
    },
    rows=[
        Transition("open", "step", "open", "pemeriksa: langkah berikutnya"),
        Transition("open", "approve", "approved", "penyetuju langkah terakhir"),
        Transition("open", "return", "returned", "pemeriksa atau penyetuju, dengan alasan"),
        Transition("open", "recall", "recalled", "penyusun"),
        Transition("open", "void", "voided", "sistem: isi berubah"),
        Transition("approved", "void", "voided", "sistem: isi berubah sebelum terbit"),
    ],
)

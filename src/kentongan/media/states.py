"""The life of a file on its way to becoming an asset."""

from django.utils.translation import gettext_lazy as _

from kentongan.kernel.states import StateTable, Transition

INCOMING = StateTable(
    "incoming",
    initial="receiving",
    labels={
        "receiving": _("Sedang diterima"),
        "waiting": _("Menunggu diolah"),
        "working": _("Sedang diolah"),
        "done": _("Siap dipakai"),
        "refused": _("Tidak diterima"),
    },
    rows=[
        Transition("receiving", "complete", "waiting", "pengunggah: potongan terakhir tiba"),
        Transition("waiting", "start", "working", "pekerja"),
        Transition("working", "start", "working", "pekerja: yang sebelumnya mati di tengah jalan"),
        Transition(
            "working",
            "hold",
            "waiting",
            "pekerja: ffmpeg, pemindai, atau tempat belum ada, atau terputus",
        ),
        Transition("working", "accept", "done", "pekerja: berkas menjadi aset"),
        Transition("working", "refuse", "refused", "pekerja: berkas tidak dapat diterima"),
    ],
)

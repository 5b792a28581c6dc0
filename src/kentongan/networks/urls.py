"""Addresses of the register."""

from django.urls import path

from kentongan.networks.views import account, applications, connect, hooks, public, register

app_name = "networks"

urlpatterns = [
    path("hook/<slug:network>/", hooks.hook, name="hook"),
    path("resmi/", public.directory, name="directory"),
    path("resmi/daftar.csv", public.as_csv, name="directory_csv"),
    path("resmi/daftar.json", public.as_json, name="directory_json"),
    path("resmi/<slug:code>/", public.unit, name="directory_unit"),
    path("resmi/<slug:code>/sematan/", public.embedded, name="directory_embedded"),
    path("akun/", register.register, name="register"),
    path("akun/unduh/", register.export, name="export"),
    path("akun/baru/", register.new, name="new"),
    path("akun/aplikasi/", applications.applications, name="applications"),
    path("akun/aplikasi/<slug:network>/", applications.application, name="application"),
    path("akun/aplikasi/<slug:network>/hapus/", applications.forget, name="application_forget"),
    path("akun/sambungan/kembali/", connect.oauth_back, name="oauth_back"),
    path("akun/<uuid:account_id>/", account.show, name="account"),
    path("akun/<uuid:account_id>/ubah/", account.edit, name="edit"),
    path("akun/<uuid:account_id>/serah-terima/", account.hand_over, name="hand_over"),
    path(
        "akun/<uuid:account_id>/pemegang/<uuid:custody_id>/selesai/",
        account.end_custody,
        name="end_custody",
    ),
    path("akun/<uuid:account_id>/tutup/", account.close, name="close"),
    path("akun/<uuid:account_id>/buka/", account.reopen, name="reopen"),
    path("akun/<uuid:account_id>/sambungkan/", connect.connect, name="connect"),
    path("akun/<uuid:account_id>/sambungkan/buat/", connect.open_here, name="open_here"),
    path("akun/<uuid:account_id>/sambungkan/izin/", connect.oauth_begin, name="oauth_begin"),
    path("akun/<uuid:account_id>/sambungkan/pilih/", connect.choose, name="oauth_choose"),
    path("akun/<uuid:account_id>/putuskan/", connect.disconnect, name="disconnect"),
    path("akun/<uuid:account_id>/lewat-hp/", connect.by_hand, name="by_hand"),
    path("akun/<uuid:account_id>/periksa/", connect.check, name="check"),
]

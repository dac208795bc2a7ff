"""Cuts the fonts of printed documents: python3 cut.py /usr/share/fonts/truetype (see README.md)."""

import subprocess
import sys

LATIN = (
    "0020-007E,00A0-024F,02C6-02DD,0370-03FF,0400-04FF,1E00-1EFF,2010-2027,2030-205E,2070-209F,20A0-20BF,"
    "2100-218F,2190-22FF,2300-23FF,2460-24FF,2500-25FF,2600-26FF,2700-27BF,FFFD"
)
KEEP = ["--no-hinting", "--layout-features=", "--drop-tables+=GDEF,GPOS,GSUB,gasp,vhea,vmtx,FFTM", "--name-IDs=*"]


def gbk():
    """Every character of GBK from the punctuation of Chinese on."""
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            text = bytes([lead, trail]).decode("gbk", "ignore")
            if len(text) == 1 and ord(text) >= 0x3000:
                yield f"{ord(text):04X}"


def cut(source, unicodes, target):
    subprocess.run(["pyftsubset", source, f"--unicodes={unicodes}", f"--output-file={target}", *KEEP], check=True)


root = sys.argv[1]
cut(f"{root}/dejavu/DejaVuSans.ttf", LATIN, "latin.ttf")
cut(f"{root}/droid/DroidSansFallbackFull.ttf", ",".join([*gbk(), "3000-303F", "FF01-FFEE"]), "han.ttf")

# SPDX-License-Identifier: Apache-2.0
"""What the stand-in for minikube was asked for."""
import os
import sys
import time


def log(line):
    file = os.environ.get("CHARTWRIGHT_MINIKUBE_LOG")
    if file:
        with open(file, "a", encoding="utf-8") as opened:
            opened.write(line + "\n")


def end_slowly():
    time.sleep(3)
    log("ended")
    sys.exit(1)

# SPDX-License-Identifier: Apache-2.0
"""What `service --url` of the stand-in for minikube says and does."""
import signal
import socket
import subprocess
import sys
import time


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def tunnel(node, port):
    """Minikube has an ssh for each."""
    here = free_port()
    process = subprocess.Popen(["socat", f"TCP-LISTEN:{here},bind=127.0.0.1,fork,reuseaddr",
                                f"TCP:{node}:{port}"], stdin=subprocess.DEVNULL)
    time.sleep(0.2)
    print(f"http://127.0.0.1:{here}", flush=True)
    return process


def tell(service, node, ports, is_desktop):
    if not ports:
        print(f"😿  service {service} has no node port", file=sys.stderr)
    if not is_desktop or not ports:
        for port in ports:
            print(f"http://{node}:{port}")
        return
    tunnels = [tunnel(node, port) for port in ports]
    print("❗  Because you are using a Docker driver on darwin, the terminal needs to be open to run "
          "it.", flush=True)
    try:
        signal.pause()
    except KeyboardInterrupt:
        for process in tunnels:
            process.terminate()

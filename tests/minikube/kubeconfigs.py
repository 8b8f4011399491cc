# SPDX-License-Identifier: Apache-2.0
"""How the stand-in for minikube writes a kubeconfig."""
import json
import os
import pathlib


def path():
    return pathlib.Path(os.environ.get("KUBECONFIG", "").split(":")[0] or
                        pathlib.Path.home() / ".kube" / "config")


def add(file, old_json, name, server, pki, version, is_current):
    """With paths of certificates, not the certificates; `old_json`: what is there, or None."""
    file.parent.mkdir(parents=True, exist_ok=True)
    known = {"apiVersion": "v1", "kind": "Config", "current-context": "", "clusters": [],
             "users": [], "contexts": []}
    if old_json:
        known.update({key: value or known[key] for key, value in json.loads(old_json).items()
                      if key in known})
    extension = {"name": "cluster_info", "extension": {"provider": "minikube.sigs.k8s.io",
                                                       "version": version}}
    for key, entry in (
            ("clusters", {"cluster": {"certificate-authority": f"{pki}/ca.crt",
                                      "extensions": [extension], "server": server}}),
            ("users", {"user": {"client-certificate": f"{pki}/admin.crt",
                                "client-key": f"{pki}/admin.key"}}),
            ("contexts", {"context": {"cluster": name, "user": name, "namespace": "default"}})):
        known[key] = [old for old in known[key] if old["name"] != name] + [{"name": name, **entry}]
    if is_current:
        known["current-context"] = name
    new = file.with_suffix(".new")
    new.write_text(json.dumps(known))
    new.chmod(0o600)
    new.replace(file)

# SPDX-License-Identifier: Apache-2.0
"""What `start` of the stand-in for minikube says."""

STEPS = 19
# What `start` goes through, by the place of each.
START = [
    (0, "Initial Minikube Setup", "minikube v1.38.1 on Debian 12"),
    (1, "Selecting Driver", "Using the docker driver based on user configuration"),
    (3, "Starting Node", 'Starting "{profile}" primary control-plane node in "{profile}" cluster'),
    (5, "Pulling Base Image", "Pulling base image v0.0.50 ..."),
    (8, "Creating Container", "Creating docker container (CPUs={cpus}, Memory={memory}MB) ..."),
    (11, "Preparing Kubernetes", "Preparing Kubernetes v1.34.4 on Docker 29.0.1 ..."),
    (14, "Configuring Bridge CNI", "Configuring bridge CNI (Container Networking Interface) ..."),
    (15, "Verifying Kubernetes", "Verifying Kubernetes components..."),
    (17, "Enabling Addons", "Enabled addons: storage-provisioner, default-storageclass"),
    (19, "Done", 'Done! kubectl is now configured to use "{profile}" cluster and "default" '
                 'namespace by default'),
]

# SPDX-License-Identifier: Apache-2.0
"""What minikube fails with, by its ids of reasons."""

# (exit code, message, advice) of pkg/minikube/reason, and of the programs behind it.
REASONS = {
    "PROVIDER_DOCKER_NOT_RUNNING": (63, '"docker version --format {{.Server.Os}}" exit status 1: '
                                    "Cannot connect to the Docker daemon", "Start the Docker service"),
    "PROVIDER_DOCKER_NEWGRP": (64, "permission denied while trying to connect to the Docker daemon",
                               "Add your user to the 'docker' group"),
    "PROVIDER_PODMAN_NOT_FOUND": (65, "The 'podman' provider was not found", "Install podman"),
    "PROVIDER_QEMU2_NOT_FOUND": (65, "The 'qemu2' provider was not found", "Install qemu-system"),
    "PR_KVM_USER_PERMISSION": (67, "libvirt group membership check failed",
                               "Ensure that you are a member of the appropriate libvirt group"),
    "DRV_UNSUPPORTED_OS": (56, "The driver 'hyperkit' is not supported on linux/amd64", ""),
    "DRV_NOT_DETECTED": (55, "No possible driver was detected. Try specifying --driver", ""),
    "DRV_AS_ROOT": (57, 'The "docker" driver should not be used with root privileges.', ""),
    "DRV_CP_ENDPOINT": (50, "failed to get control-plane endpoint", "Recreate the cluster"),
    "GUEST_MISSING_CONNTRACK": (89, "Sorry, Kubernetes requires conntrack to be installed", ""),
    "GUEST_DRIVER_MISMATCH": (84, 'The existing "minikube" cluster was created using the "kvm2" '
                              'driver, which is incompatible with requested "docker" driver.', ""),
    "GUEST_PROVISION": (80, "error provisioning guest: Failed to start host: creating host", ""),
    "GUEST_START": (80, "failed to start node: wait 6m0s for node", ""),
    "RSRC_INSUFFICIENT_CORES": (23, "Docker has less than 2 CPUs available, but Kubernetes requires "
                                "at least 2 to be available", ""),
    "RSRC_INSUFFICIENT_CONTAINER_MEMORY": (29, "docker only has 1024MiB available, less than the "
                                           "required 1800MiB for Kubernetes", ""),
    "RSRC_INSUFFICIENT_SYS_MEMORY": (29, "System only has 1500MiB available, less than the required "
                                     "1800MiB for Kubernetes", ""),
    "RSRC_DOCKER_STORAGE": (26, "Docker is out of disk space! (/var is at 100% of capacity)",
                            "Try one or more of the following to free up space on the device"),
    "HOST_VIRT_UNAVAILABLE": (38, "This computer doesn't have VT-X/AMD-v enabled",
                              "Virtualization support is disabled on your computer."),
    "HOST_HOME_PERMISSION": (37, "open .minikube/profiles/minikube/config.json: permission denied",
                             "Your user lacks permissions to the minikube profile directory."),
    "HOST_KUBECONFIG_PERMISSION": (37, "open .kube/config: permission denied", ""),
    "IF_SSH_CLIENT": (70, "Failed to establish an SSH connection to the host",
                      "Check that your network, or VPN, does not block it"),
    "INET_CACHE_KUBECTL": (40, "Failed to cache kubectl: Get \"https://dl.k8s.io/\": proxyconnect "
                           "tcp: dial tcp: i/o timeout", ""),
    "INET_REPOS_UNAVAILABLE": (40, "sorry, unable to access image registries", ""),
    "RUNTIME_ENABLE": (90, "Failed to enable container runtime: sudo systemctl restart docker", ""),
    "K8S_INSTALL_FAILED": (100, "Failed to update cluster: copy: kubeadm", ""),
    "K8S_APISERVER_MISSING": (105, "wait 6m0s for node: apiserver process never appeared",
                              "Check that the provided apiserver flags are valid"),
    "K8S_DOWNGRADE_UNSUPPORTED": (108, "Unable to safely downgrade existing Kubernetes v1.36.0 "
                                  "cluster to v1.34.4", ""),
    "MK_ADDON_ENABLE": (10, "enable failed: run callbacks: running callbacks: [waiting for "
                        "app.kubernetes.io/name=ingress-nginx pods: timed out]", ""),
    "GUEST_IMAGE_LOAD": (80, "Failed to load image: save to dir: no space left on device", ""),
    "GUEST_IMAGE_BUILD": (80, "Failed to build image: docker build: exit status 1", ""),
    "GUEST_IMAGE_TAG": (80, "Failed to tag images: crictl: exit status 1", ""),
    "SVC_NOT_FOUND": (115, "Service was not found in the namespace.", ""),
    "GUEST_STATUS": (80, "Unable to get machine status: state: unknown", ""),
}

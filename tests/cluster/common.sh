# SPDX-License-Identifier: Apache-2.0
# Sourced by the scripts of this folder.
# shellcheck shell=bash disable=SC2034

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/../../packaging/common.sh"
source "$here/versions"

cache=${XDG_CACHE_HOME:-$HOME/.cache}/chartwright/cluster
kube=$cache/kubernetes-$KUBERNETES_VERSION
etcd=$cache/etcd-$ETCD_VERSION
traefik=$cache/traefik-$TRAEFIK_VERSION
coredns=$cache/coredns-$COREDNS_VERSION
kwok=$cache/kwok-$KWOK_VERSION
todo_images=$(cd "$here/../../resources/starters/todo-app/images" && pwd)
# The images have no version: another text makes other images.
images=$cache/images-$(cat "$here"/{build,image} "$here"/images/*/* "$todo_images"/{server,frontend,backend}/* |
  sha256sum | cut -c 1-12)

# The part of tests/cluster/build that a folder of results is of.
part_of() { # FOLDER
  local name=${1##*/}
  name=${name%%-*}
  echo "${name/kubernetes/kube}"
}

node_packages=(
  containernetworking-plugins iptables nftables conntrack ethtool socat openssl curl iproute2 procps
  util-linux ca-certificates
)
# A machine with Docker has both from elsewhere, and Debian's would push Docker out.
command -v containerd >/dev/null || node_packages+=(containerd)
command -v runc >/dev/null || node_packages+=(runc)

cni_plugins=/usr/lib/cni
# Debian gives only root the folder of some of these.
PATH+=:/usr/sbin:/sbin
node_commands=(
  openssl curl ip unshare sysctl flock containerd runc ctr nft conntrack "$cni_plugins/ptp"
)
# Clusters on this machine have numbers, and networks of their own: 10.250.0, 10.251.0 and so on.
last_number=5

start=${EPOCHREALTIME/[.,]/}

# elapsed TEXT…: the text after the seconds since the start.
elapsed() {
  local tenths=$(((${EPOCHREALTIME/[.,]/} - start) / 100000))
  printf '%4d.%d s  %s\n' $((tenths / 10)) $((tenths % 10)) "$*"
}

# The networks and the root of the cgroups need root: starts the script again with sudo.
become_root() { # ARGUMENT…
  [ "$(id -u)" = 0 ] && return
  command -v sudo >/dev/null ||
    die "$(basename "$0") needs root, and there is no sudo: please run it as root."
  as_root env XDG_CACHE_HOME="${XDG_CACHE_HOME:-$HOME/.cache}" "$0" "$@"
  exit
}

# The time at which a process started: with it, a process id is not mistaken for a later one.
started_at() { # PROCESS
  # The name, in parentheses, may have spaces in it.
  sed -E 's/.*\) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20
}

# --- a cluster's folder --------------------------------------------------------------------

# DIR/chartwright-cluster marks the folder as one of ours, and records a process a line: what it is,
# its id and its start.
record() { # FOLDER NAME PROCESS
  echo "$2 $3 $(started_at "$3")" >>"$1/chartwright-cluster"
}

# Prints the id of a recorded process if it still runs.
recorded() { # FOLDER NAME
  local name process since
  while read -r name process since; do
    if [ "$name" = "$2" ] && [ -n "$since" ] && [ "$(started_at "$process")" = "$since" ]; then
      echo "$process"
      return
    fi
  done <"$1/chartwright-cluster"
  return 1
}

# What the clusters of this machine share: a lock, settings of the kernel, and for each number a file
# that says whose it is: the folder of the cluster.
shared=/run/chartwright-cluster

link_of() { echo "chartwright-$1"; } # NUMBER

# Whatever cgroups a cluster has: the container runtime makes one also where up makes none.
cgroups_of() { # NUMBER
  find /sys/fs/cgroup -mindepth 1 -maxdepth 2 -type d -name "$(link_of "$1")"
}

set_networks() { # NUMBER
  node_network=10.$((250 + $1)).0.0/24
  node_ip=10.$((250 + $1)).0.1
  machine_ip=10.$((250 + $1)).0.254
  services=10.$((96 + $1)).0.0/16
  first_service=10.$((96 + $1)).0.1
  pods=10.$((244 + $1)).0.0/24
  link=$(link_of "$1")
  api=https://$node_ip:6443
}

# wait_for SECONDS WHAT COMMAND…: until the command succeeds.
wait_for() {
  local seconds=$1 what=$2 end
  end=$((SECONDS + seconds))
  shift 2
  until "$@" >/dev/null 2>&1; do
    recorded "$folder" init >/dev/null ||
      die "Something killed the cluster's first process (see also $logs/init.log)."
    [ $SECONDS -lt $end ] || {
      tail -n 5 "$logs"/*.log >&2
      die '' "After $seconds seconds this is not so yet: $what." "The ends of its logs stand above."
    }
    sleep 0.1
  done
  elapsed "$what"
}

# shellcheck shell=bash disable=SC2034
# Addresses, folders and versions of the development cluster; sourced, never run.

# One for all checkouts, since there is one cluster on a machine.
cluster="${WAVE_CLUSTER_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/wave/cluster}"

# Other than the default networks of Docker (172.17.0.0/16), Podman (10.88.0.0/16), K3s and kind (10.42.0.0/16, 10.244.0.0/16).
readonly pods_network=10.213.0.0/16
readonly services_network=10.214.0.0/16
readonly node_address=10.213.0.1
readonly host_address=10.213.255.254
readonly dns_address=10.213.0.1
readonly host_interface=wave-cluster
readonly control_group=wave-cluster
readonly node_name=wave

readonly registry_port=5000
readonly s3_port=9000
readonly s3_bucket=wave
readonly s3_access_key=wave-cluster

readonly cni_plugins=/usr/lib/cni
readonly cluster_tools=(
    etcd=etcd-server runc=runc ip=iproute2 iptables=iptables ipset=ipset conntrack=conntrack nsenter=util-linux openssl=openssl pgrep=procps
    curl=curl skopeo=skopeo docker-registry=docker-registry catatonit=catatonit "$cni_plugins/host-local=containernetworking-plugins"
)
readonly cluster_programs=(coredns kube-router containerd containerd-shim-runc-v2 ctr versitygw)

# The tests run on both; any other version works as well.
readonly oldest_kubernetes=v1.34.4
readonly newest_kubernetes=v1.37.2
readonly kubernetes_version=${WAVE_KUBERNETES_VERSION:-$oldest_kubernetes}
readonly kubernetes_programs=(kube-apiserver kube-controller-manager kube-scheduler kube-proxy kubelet kubectl)

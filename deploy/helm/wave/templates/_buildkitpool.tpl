{{- define "wave.poolEnabled" -}}
{{- if and .Values.jobs.enabled .Values.buildkitPool.enabled }}true{{ end }}
{{- end }}

{{- define "wave.poolName" -}}
{{ include "wave.fullname" . }}-buildkit
{{- end }}

{{- define "wave.poolServerSecret" -}}
{{ .Values.buildkitPool.tls.serverSecret | default (printf "%s-server" (include "wave.poolName" .)) }}
{{- end }}

{{- define "wave.poolClientSecret" -}}
{{ .Values.buildkitPool.tls.clientSecret | default (printf "%s-client" (include "wave.poolName" .)) }}
{{- end }}

{{- define "wave.poolHosts" -}}
{{ include "wave.poolName" . }}.{{ include "wave.buildNamespace" . }}.svc
{{- end }}

{{/* How build-orchestrator reaches the daemons, by their stable names. */}}
{{- define "wave.poolClientConfig" -}}
address:
  {{- range $i := until (int .Values.buildkitPool.replicas) }}
  - tcp://{{ include "wave.poolName" $ }}-{{ $i }}.{{ include "wave.poolHosts" $ }}:1234
  {{- end }}
platforms: [linux/{{ .Values.buildkitPool.architecture }}]
tls:
  ca: /etc/wave-buildkit/ca.crt
  cert: /etc/wave-buildkit/tls.crt
  key: /etc/wave-buildkit/tls.key
{{- end }}

{{- define "wave.poolConfig" -}}
insecure-entitlements = []

[log]
level = "warn"

[grpc]
address = ["unix:///run/user/1000/buildkit/buildkitd.sock", "tcp://0.0.0.0:1234"]

[grpc.tls]
ca = "/etc/buildkit-tls/ca.crt"
cert = "/etc/buildkit-tls/tls.crt"
key = "/etc/buildkit-tls/tls.key"

[cdi]
disabled = true

[worker.containerd]
enabled = false

[worker.oci]
enabled = true
rootless = true
gc = true

[[worker.oci.gcpolicy]]
all = true
maxUsedSpace = "{{ .Values.buildkitPool.keepStorage }}"

{{- if not (contains "gateway.v0" .Values.buildkitPool.config) }}

[frontend."gateway.v0"]
enabled = false
{{- end }}
{{- with .Values.buildkitPool.config }}

{{ . | trim }}
{{- end }}
{{- end }}

{{/* The Secrets of both sides: issued by cert-manager, generated at the first installation, or those of the operator. */}}
{{- define "wave.poolCertificates" -}}
{{- $tls := .Values.buildkitPool.tls }}
{{- $server := include "wave.poolServerSecret" . }}{{ $client := include "wave.poolClientSecret" . }}
{{- $namespace := include "wave.buildNamespace" . }}
{{- $labels := include "wave.labels" (dict "root" . "component" "buildkit") }}
{{- $hosts := printf "*.%s" (include "wave.poolHosts" .) }}
{{- if and (not $tls.serverSecret) (not $tls.clientSecret) }}
{{- if $tls.issuerRef }}
{{- range $side := list (dict "secret" $server "namespace" $namespace "usage" "server auth") (dict "secret" $client "namespace" .Release.Namespace "usage" "client auth") }}
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  name: {{ $side.secret }}
  namespace: {{ $side.namespace }}
  labels: {{- $labels | nindent 4 }}
spec:
  secretName: {{ $side.secret }}
  dnsNames: [{{ if eq $side.usage "server auth" }}{{ $hosts | quote }}{{ else }}{{ $side.secret }}{{ end }}]
  usages: [digital signature, key encipherment, {{ $side.usage }}]
  privateKey: {algorithm: ECDSA, size: 256, rotationPolicy: Always}
  issuerRef: {{- toYaml $tls.issuerRef | nindent 4 }}
{{- end }}
{{- else }}
{{- $ofServer := (lookup "v1" "Secret" $namespace $server).data }}
{{- $ofClient := (lookup "v1" "Secret" .Release.Namespace $client).data }}
{{- if not (and $ofServer $ofClient) }}
{{- $ca := genCA $server 3650 }}
{{- $cert := genSignedCert $server nil (list $hosts) 3650 $ca }}
{{- $ofServer = dict "ca.crt" (b64enc $ca.Cert) "tls.crt" (b64enc $cert.Cert) "tls.key" (b64enc $cert.Key) }}
{{- $cert = genSignedCert $client nil (list $client) 3650 $ca }}
{{- $ofClient = dict "ca.crt" (b64enc $ca.Cert) "tls.crt" (b64enc $cert.Cert) "tls.key" (b64enc $cert.Key) }}
{{- end }}
{{- range $side := list (dict "secret" $server "namespace" $namespace "data" $ofServer) (dict "secret" $client "namespace" .Release.Namespace "data" $ofClient) }}
---
apiVersion: v1
kind: Secret
metadata:
  name: {{ $side.secret }}
  namespace: {{ $side.namespace }}
  labels: {{- $labels | nindent 4 }}
type: kubernetes.io/tls
data: {{- toYaml $side.data | nindent 2 }}
{{- end }}
{{- end }}
{{- else if not (and $tls.serverSecret $tls.clientSecret) }}
{{- fail "buildkitPool.tls: only one of serverSecret and clientSecret is set. Set both, or none of them" }}
{{- end }}
{{- end }}

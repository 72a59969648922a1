{{- define "wave.fullname" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "wave.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "wave.labels" -}}
{{ include "wave.selector" . }}
app.kubernetes.io/part-of: wave
app.kubernetes.io/version: {{ .root.Values.image.tag | default .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{/* The services that are installed, as a list of {component, key, port, jobs, health}. */}}
{{- define "wave.services" -}}
- {component: registry-proxy, key: registryProxy, port: 9090, ready: /health, live: /health}
- {component: request-api, key: requestApi, port: 9091, ready: /actuator/health/readiness, live: /actuator/health/liveness}
{{- range include "wave.workers" . | fromYamlArray }}
- {{ toJson . }}
{{- end }}
{{- end }}

{{- define "wave.workers" -}}
{{- $ready := "/actuator/health/readiness" }}{{ $live := "/actuator/health/liveness" }}
{{- if .Values.jobs.enabled }}
- {component: build-orchestrator, key: buildOrchestrator, port: 9093, ready: {{ $ready }}, live: {{ $live }}, kind: build}
{{- if .Values.mirrorWorker.enabled }}
- {component: mirror-worker, key: mirrorWorker, port: 9094, ready: {{ $ready }}, live: {{ $live }}, kind: mirror}
{{- end }}
{{- if .Values.scanWorker.enabled }}
- {component: scan-worker, key: scanWorker, port: 9095, ready: {{ $ready }}, live: {{ $live }}, kind: scan}
{{- end }}
{{- end }}
{{- end }}

{{- define "wave.image" -}}
{{ required "image.registry: not set. Set the registry and prefix of the images, such as registry.example.com/wave" .root.Values.image.registry }}/wave-{{ .component }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}
{{- end }}

{{- define "wave.trialName" -}}
{{ include "wave.fullname" . }}-trial-servers
{{- end }}

{{- define "wave.trialHost" -}}
{{ include "wave.trialName" . }}.{{ .Release.Namespace }}.svc
{{- end }}

{{- define "wave.buildNamespace" -}}
{{ .Values.jobs.namespaces.build | default (printf "%s-builds" .Release.Namespace) }}
{{- end }}

{{- define "wave.otherNamespace" -}}
{{ .Values.jobs.namespaces.other | default (printf "%s-jobs" .Release.Namespace) }}
{{- end }}

{{/* The namespaces of jobs as a list of {name, workers, level}. One entry if both have the same name. */}}
{{- define "wave.jobNamespaces" -}}
{{- $build := include "wave.buildNamespace" . }}{{ $other := include "wave.otherNamespace" . }}
{{- $workers := list }}
{{- range include "wave.workers" . | fromYamlArray }}{{ if ne .kind "build" }}{{ $workers = append $workers .component }}{{ end }}{{ end }}
{{- if eq $build $other }}
- {name: {{ $build }}, level: privileged, workers: {{ toJson (append $workers "build-orchestrator") }}}
{{- else }}
- {name: {{ $build }}, level: privileged, workers: [build-orchestrator]}
{{- if $workers }}
- {name: {{ $other }}, level: restricted, workers: {{ toJson $workers }}}
{{- end }}
{{- end }}
{{- end }}

{{/* Names and keys of the Secrets, which are the generated one with trial servers. */}}
{{- define "wave.secret" -}}
{{- $trial := .root.Values.trial.enabled }}
{{- if and $trial (not .own) -}}
name: {{ include "wave.trialName" .root }}
key: {{ .trialKey }}
{{- else -}}
name: {{ .own }}
key: {{ .key }}
{{- end }}
{{- end }}

{{- define "wave.host" -}}
{{ (urlParse (required "serverUrl: not set. Set how clients reach registry-proxy, such as https://wave.example.com" .Values.serverUrl)).hostname }}
{{- end }}

{{- define "wave.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "wave.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* Everything outside private networks. */}}
{{- define "wave.publicAddresses" -}}
- ipBlock:
    cidr: 0.0.0.0/0
    except: [0.0.0.0/8, 10.0.0.0/8, 100.64.0.0/10, 127.0.0.0/8, 169.254.0.0/16, 172.16.0.0/12, 192.168.0.0/16, 198.18.0.0/15, 224.0.0.0/4]
- ipBlock:
    cidr: ::/0
    except: ["::1/128", "64:ff9b::/96", "fc00::/7", "fe80::/10", "ff00::/8"]
{{- end }}

{{- define "wave.dnsEgress" -}}
- to:
    - namespaceSelector:
        matchLabels: {{- toYaml .Values.networkPolicy.dnsNamespace | nindent 10 }}
    {{- range .Values.networkPolicy.dnsAddresses }}
    - ipBlock:
        cidr: {{ . }}
    {{- end }}
  ports:
    - {protocol: UDP, port: 53}
    - {protocol: TCP, port: 53}
{{- end }}

{{/* The pods of jobs, as their workers label them. */}}
{{- define "wave.jobSelector" -}}
app.kubernetes.io/managed-by: wave
app.kubernetes.io/component: job
{{- end }}

{{/* What jobs, and the daemons that build for them, may connect to. */}}
{{- define "wave.jobEgress" -}}
{{ include "wave.dnsEgress" . }}
- to: {{- include "wave.publicAddresses" . | nindent 4 }}
  {{- with .Values.networkPolicy.jobs.ports }}
  ports:
    {{- range . }}
    - {protocol: TCP, port: {{ . }}}
    {{- end }}
  {{- end }}
{{- with .Values.networkPolicy.jobs.allowedNetworks }}
- to:
    {{- range . }}
    - ipBlock:
        cidr: {{ . }}
    {{- end }}
{{- end }}
{{- if .Values.trial.enabled }}
- to:
    - namespaceSelector:
        matchLabels:
          kubernetes.io/metadata.name: {{ .Release.Namespace }}
      podSelector:
        matchLabels: {{- include "wave.selector" (dict "root" . "component" "trial-servers") | nindent 10 }}
  ports:
    - {protocol: TCP, port: 9000}
{{- end }}
{{- end }}

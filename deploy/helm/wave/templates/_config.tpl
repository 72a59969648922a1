{{/* What the chart sets for all services, as YAML. Values of secrets are variables of the environment. */}}
{{- define "wave.commonConfig" -}}
{{- $v := .Values }}{{ $trial := $v.trial.enabled }}
spring:
  datasource:
    url: {{ if $trial }}jdbc:postgresql://{{ include "wave.trialHost" . }}/wave{{ else }}{{ required "postgresql.url: not set. Set the JDBC URL of the database, such as jdbc:postgresql://db.example.com/wave" $v.postgresql.url | quote }}{{ end }}
    username: {{ $v.postgresql.username | quote }}
    password: ${WAVE_POSTGRESQL_PASSWORD}
  {{- if $trial }}
  flyway:
    # The servers start together with the services.
    connect-retries: 60
    connect-retries-interval: 2s
  {{- end }}
  data:
    redis:
      host: {{ if $trial }}{{ include "wave.trialHost" . }}{{ else }}{{ required "redis.host: not set. Set the host name of Redis" $v.redis.host | quote }}{{ end }}
      port: {{ $v.redis.port }}
      {{- if or $trial $v.redis.existingSecret }}
      password: ${WAVE_REDIS_PASSWORD}
      {{- end }}
  kafka:
    bootstrap-servers: {{ if $trial }}{{ include "wave.trialHost" . }}:9092{{ else }}{{ required "kafka.bootstrapServers: not set. Set the addresses of brokers" $v.kafka.bootstrapServers | quote }}{{ end }}
    {{- $properties := $v.kafka.properties }}
    {{- if $trial }}{{ $properties = merge (dict "security.protocol" "SASL_PLAINTEXT" "sasl.mechanism" "PLAIN") $properties }}{{ end }}
    {{- if or $trial $v.kafka.existingSecret }}{{ $properties = merge (dict "sasl.jaas.config" "${WAVE_KAFKA_JAAS_CONFIG}") $properties }}{{ end }}
    {{- with $properties }}
    properties: {{- toYaml . | nindent 6 }}
    {{- end }}
{{- with $v.tracing }}
{{- if .endpoint }}
management:
  opentelemetry:
    tracing:
      export:
        otlp:
          endpoint: {{ .endpoint | quote }}
  tracing:
    sampling:
      probability: {{ .sampling }}
{{- end }}
{{- end }}
wave:
  server:
    url: {{ required "serverUrl: not set. Set how clients reach registry-proxy, such as https://wave.example.com" $v.serverUrl | quote }}
  security:
    key: ${WAVE_ROOT_KEY}
  kafka:
    create-topics: {{ eq $v.kafka.topics.create "services" }}
    partitions: {{ $v.kafka.topics.partitions }}
    replication-factor: {{ $v.kafka.topics.replicationFactor }}
  store:
    location: {{ if $trial }}s3://wave/objects{{ else }}{{ required "store.location: not set. Set s3://bucket/prefix" $v.store.location | quote }}{{ end }}
    s3:
      {{- if $trial }}
      endpoint: http://{{ include "wave.trialHost" . }}:9000
      path-style: true
      {{- else }}
      {{- with $v.store.s3.endpoint }}
      endpoint: {{ . | quote }}
      {{- end }}
      path-style: {{ $v.store.s3.pathStyle }}
      {{- end }}
      region: {{ $v.store.s3.region | quote }}
      {{- if or $trial $v.store.existingSecret }}
      access-key: ${WAVE_S3_ACCESS_KEY}
      secret-key: ${WAVE_S3_SECRET_KEY}
      {{- end }}
  build:
    enabled: {{ $v.jobs.enabled }}
  mirror:
    enabled: {{ and $v.jobs.enabled $v.mirrorWorker.enabled }}
  scan:
    enabled: {{ and $v.jobs.enabled $v.scanWorker.enabled }}
{{- end }}

{{/* What the chart sets for one service. */}}
{{- define "wave.serviceConfig" -}}
{{- $v := .root.Values }}{{ $own := index $v .service.key }}
{{- if eq .service.component "registry-proxy" }}
spring:
  lifecycle:
    timeout-per-shutdown-phase: {{ $own.shutdownSeconds }}s
wave:
  proxy:
    request-api-url: http://{{ include "wave.fullname" .root }}-request-api:9091
    {{- with $v.trustedProxies }}
    trusted-proxies: {{- toYaml . | nindent 6 }}
    {{- end }}
    {{- if $own.blobCache.enabled }}
    blob-cache:
      directory: /var/cache/wave/blobs
      max-size: {{ $own.blobCache.sizeGB }}GB
      {{- if $own.blobCache.peers }}
      peers:
        address: ${WAVE_POD_ADDRESS}
      {{- end }}
    {{- end }}
{{- else if eq .service.component "request-api" }}
spring:
  lifecycle:
    timeout-per-shutdown-phase: {{ $own.shutdownSeconds }}s
{{- with $v.jobs.profiles }}
wave:
  requests:
    job-profiles:
      {{- range $name, $profile := . }}
      {{ $name | quote }}: {{ $profile.callers }}
      {{- end }}
{{- end }}
{{- else }}
wave:
  {{- if and (eq .service.kind "build") (include "wave.poolEnabled" .root) }}
  build:
    buildkit: {{- include "wave.poolClientConfig" .root | nindent 6 }}
  {{- end }}
  jobs:
    runner: kubernetes
    slots: {{ $own.slots }}
    kubernetes:
      namespace: {{ if eq .service.kind "build" }}{{ include "wave.buildNamespace" .root }}{{ else }}{{ include "wave.otherNamespace" .root }}{{ end }}
      images:
        {{- range $role, $image := dict "builder" "buildkit" "skopeo" "skopeo" "trivy" "trivy" }}
        {{ $role }}: {{ index $v.jobs.images $role | default (include "wave.image" (dict "root" $.root "component" $image)) | quote }}
        {{- end }}
        {{- with $v.jobs.images.singularity }}
        singularity: {{ . | quote }}
        {{- end }}
      pull-policy: {{ $v.image.pullPolicy | quote }}
      {{- with $v.jobs.pullSecrets }}
      pull-secrets: {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- $settings := include "wave.jobSettings" .root | fromYaml }}
      {{- $profiles := deepCopy (get $settings "profiles" | default dict) }}
      {{- range $name, $profile := $v.jobs.profiles }}{{ $_ := set $profiles $name (omit $profile "callers") }}{{ end }}
      {{- with $profiles }}{{ $_ := set $settings "profiles" . }}{{ end }}
      {{- with $settings }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
{{- end }}
{{- end }}

{{/* `jobs.kubernetes`, without what other values set, also for one kind of job. */}}
{{- define "wave.jobSettings" -}}
{{- $others := dict "namespace" "jobs.namespaces" "images" "jobs.images" "pullpolicy" "image.pullPolicy" "pullsecrets" "jobs.pullSecrets" }}
{{- range $key, $_ := .Values.jobs.kubernetes }}
{{- with get $others ($key | lower | replace "-" "" | replace "_" "") }}{{ fail (printf "jobs.kubernetes.%s: is set by another value. Set %s" $key .) }}{{ end }}
{{- end }}
{{- range $kind, $own := get .Values.jobs.kubernetes "kinds" | default dict }}
{{- if hasKey $own "namespace" }}{{ fail (printf "jobs.kubernetes.kinds.%s.namespace: is set by another value. Set jobs.namespaces" $kind) }}{{ end }}
{{- end }}
{{- toYaml .Values.jobs.kubernetes }}
{{- end }}

{{/* The configuration file of a service: the chart's, then `config`, then that of the service. */}}
{{- define "wave.configFile" -}}
{{- $own := index .root.Values .service.key }}
{{- $common := include "wave.commonConfig" .root | fromYaml }}
{{- if eq .service.component "registry-proxy" }}{{ $_ := unset $common.spring "datasource" }}{{ $_ := unset $common.spring "flyway" }}{{ end }}
{{- $config := mustMergeOverwrite $common (include "wave.serviceConfig" . | fromYaml) (deepCopy .root.Values.config) (deepCopy $own.config) }}
{{- toYaml $config }}
{{- end }}

{{/* Those of a service: {root, component}. */}}
{{- define "wave.secretVariables" -}}
{{- $component := .component }}
{{- with .root }}
{{- $v := .Values }}{{ $trial := $v.trial.enabled }}
{{- if not (or $trial $v.security.existingSecret) }}{{ fail "security.existingSecret: not set. Create a Secret with the root key: kubectl create secret generic wave --from-literal=root-key=$(openssl rand -base64 32)" }}{{ end }}
{{- if not (or $trial $v.postgresql.existingSecret) }}{{ fail "postgresql.existingSecret: not set. Name a Secret with the password of the database" }}{{ end }}
- name: WAVE_ROOT_KEY
  valueFrom:
    secretKeyRef: {{- include "wave.secret" (dict "root" . "own" $v.security.existingSecret "key" $v.security.key "trialKey" "root-key") | nindent 6 }}
{{- if ne $component "registry-proxy" }}
- name: WAVE_POSTGRESQL_PASSWORD
  valueFrom:
    secretKeyRef: {{- include "wave.secret" (dict "root" . "own" $v.postgresql.existingSecret "key" $v.postgresql.passwordKey "trialKey" "password") | nindent 6 }}
{{- end }}
{{- if or $trial $v.redis.existingSecret }}
- name: WAVE_REDIS_PASSWORD
  valueFrom:
    secretKeyRef: {{- include "wave.secret" (dict "root" . "own" $v.redis.existingSecret "key" $v.redis.passwordKey "trialKey" "password") | nindent 6 }}
{{- end }}
{{- if or $trial $v.kafka.existingSecret }}
- name: WAVE_KAFKA_JAAS_CONFIG
  valueFrom:
    secretKeyRef: {{- include "wave.secret" (dict "root" . "own" $v.kafka.existingSecret "key" $v.kafka.jaasConfigKey "trialKey" "jaas-config") | nindent 6 }}
{{- end }}
{{- if or $trial $v.store.existingSecret }}
- name: WAVE_S3_ACCESS_KEY
  valueFrom:
    secretKeyRef: {{- include "wave.secret" (dict "root" . "own" $v.store.existingSecret "key" $v.store.accessKeyKey "trialKey" "access-key") | nindent 6 }}
- name: WAVE_S3_SECRET_KEY
  valueFrom:
    secretKeyRef: {{- include "wave.secret" (dict "root" . "own" $v.store.existingSecret "key" $v.store.secretKeyKey "trialKey" "password") | nindent 6 }}
{{- end }}
{{- end }}
{{- end }}

{{- define "shop.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" | quote }}
app.kubernetes.io/name: {{ .Chart.Name | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/version: {{ .Chart.AppVersion | replace "+" "_" | trunc 63 | trimSuffix "-" | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "shop.prefix" -}}
{{- $name := printf "%s-%s" .Release.Name .Chart.Name | replace "." "-" }}
{{- if gt (len $name) 54 }}
{{- $name = printf "%s-%s" ($name | trunc 47 | trimSuffix "-") ($name | sha256sum | trunc 6) }}
{{- end }}
{{- $name }}-
{{- end -}}

{{- define "shop.config" -}}
a.b: {{ index .Values.config "a.b" | quote }}
EMPTY: {{ .Values.config.EMPTY | quote }}
MODE: {{ .Values.config.MODE | quote }}
{{- end }}

{{- define "shop.nginx" -}}
nginx.conf: {{ index .Values.nginx "nginx.conf" | quote }}
{{- end }}

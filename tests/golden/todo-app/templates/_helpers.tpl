{{- define "todo-app.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" | quote }}
app.kubernetes.io/name: {{ .Chart.Name | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/version: {{ .Chart.AppVersion | replace "+" "_" | trunc 63 | trimSuffix "-" | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "todo-app.config" -}}
NEXT_PUBLIC_API_URL: {{ .Values.config.NEXT_PUBLIC_API_URL | default (printf "http://backend-service:%v" .Values.backend.service.port) | quote }}
LOG_LEVEL: {{ .Values.config.LOG_LEVEL | quote }}
NODE_ENV: {{ .Values.config.NODE_ENV | quote }}
{{- end }}

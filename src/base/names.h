// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QString>
#include <QStringView>

/// Name grammars of Kubernetes (apimachinery/pkg/util/validation) and Helm.
namespace chartwright::names {

bool isDnsLabel(QStringView text);     ///< RFC 1123 label, at most 63
bool isDnsLabel1035(QStringView text); ///< RFC 1035 label (a Service), at most 63
bool isDnsSubdomain(QStringView text); ///< RFC 1123 subdomain, at most 253
bool isPortName(QStringView text);     ///< IANA_SVC_NAME, at most 15, with a letter
bool isEnvName(QStringView text);      ///< C identifier
bool isDataKey(QStringView text);      ///< key of a ConfigMap or Secret, at most 253
bool isLabelKey(QStringView text);     ///< [prefix/]name of a label or annotation
bool isLabelValue(QStringView text);   ///< at most 63, may be empty
bool isReleaseName(QStringView text);  ///< Helm's pattern, at most 53
bool isChartName(QStringView text);    ///< DNS-1123 label as Helm's docs ask, at most 63
bool isIngressHost(QStringView text);  ///< DNS subdomain, optionally with a leading "*."

/// Nearest DNS-1123 label to a text: lower case, other characters to '-', trimmed; "resource" if
/// nothing is left.
QString toDnsLabel(QStringView text);
/// "todo-backend" → "todoBackend"; a leading digit gets "v" in front. Always an identifier of a
/// Go template; "value" if nothing is left.
QString toCamelCase(QStringView text);

} // namespace chartwright::names

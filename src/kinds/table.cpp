// SPDX-License-Identifier: Apache-2.0
#include "kinds/table.h"

#include "base/names.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace chartwright::table {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Table", text); }

FieldSpec make(FieldType type, const char *path, const QString &label, const QString &help)
{
    FieldSpec f;
    f.path = QString::fromLatin1(path);
    f.place = Path(f.path);
    f.label = label;
    f.type = type;
    f.help = help;
    return f;
}

QString unless(bool ok, const char *problem) { return ok ? QString() : tr(problem); }

} // namespace

FieldSpec string(const char *path, const QString &label, const QString &help)
{
    return make(FieldType::String, path, label, help);
}

FieldSpec text(const char *path, const QString &label, const QString &help)
{
    return make(FieldType::Text, path, label, help);
}

FieldSpec boolean(const char *path, const QString &label, bool fallback, const QString &help)
{
    return make(FieldType::Bool, path, label, help).otherwise(fallback);
}

FieldSpec integer(const char *path, const QString &label, const QString &help)
{
    return make(FieldType::Int, path, label, help);
}

FieldSpec seconds(const char *path, const QString &label, qint64 least,
                  std::optional<qint64> fallback, const QString &help)
{
    return integer(path, label, help)
        .range(least)
        .measured(tr("s"))
        .otherwise(fallback ? Value(*fallback) : Value());
}

FieldSpec quantity(const char *path, const QString &label, const QString &help)
{
    return make(FieldType::Quantity, path, label, help);
}

FieldSpec intOrPercent(const char *path, const QString &label, const QString &help)
{
    return make(FieldType::IntOrPercent, path, label, help).range(0);
}

FieldSpec port(const char *path, const QString &label, const QString &refKind, const QString &help)
{
    FieldSpec f = make(FieldType::Port, path, label, help).range(1, 65535);
    f.refKind = refKind;
    f.refPart = QStringLiteral("port/");
    return f;
}

FieldSpec choice(const char *path, const QString &label, const QStringList &choices,
                 const QString &help)
{
    FieldSpec f = make(FieldType::Choice, path, label, help);
    f.choices = choices;
    return f;
}

FieldSpec ref(const char *path, const QString &label, const QString &kind, const QString &part,
              const QString &help)
{
    FieldSpec f = make(FieldType::Ref, path, label, help);
    f.refKind = kind;
    f.refPart = part;
    return f;
}

FieldSpec strings(const char *path, const QString &label, const QString &help)
{
    return make(FieldType::StringList, path, label, help);
}

FieldSpec map(const char *path, const QString &label, const QString &help)
{
    return make(FieldType::StringMap, path, label, help);
}

FieldSpec group(const char *path, const QString &label, const Fields &fields, const QString &help)
{
    FieldSpec f = make(FieldType::Struct, path, label, help);
    f.fields = fields;
    return f;
}

FieldSpec list(const char *path, const QString &label, const Fields &fields, const QString &help)
{
    FieldSpec f = make(FieldType::StructList, path, label, help);
    f.fields = fields;
    return f;
}

FieldSpec structMap(const char *path, const QString &label, const Fields &fields,
                    const QString &help)
{
    FieldSpec f = make(FieldType::StructMap, path, label, help);
    f.fields = fields;
    return f;
}

FieldSpec oneOf(const QString &label, const Fields &alternatives, const QString &help)
{
    FieldSpec f = make(FieldType::Union, "", label, help);
    f.fields = alternatives;
    return f;
}

FieldSpec yaml(const char *path, const QString &label, const QString &help)
{
    return make(FieldType::Yaml, path, label, help);
}

FieldSpec keptValue(const char *path, const QString &label, const QString &help)
{
    return make(FieldType::KeptValue, path, label, help);
}

Fields metadata()
{
    return {
        string("metadata.namespace", tr("Namespace"),
               tr("Where the object lives. Unset, it goes to the namespace of the release."))
            .checked(dnsLabel),
        map("metadata.labels", tr("Labels"), tr("Added to the labels that the chart sets itself."))
            .in(Section::Labels)
            .checked(labelKey),
        map("metadata.annotations", tr("Annotations"), tr("Notes for controllers and tools."))
            .in(Section::Labels)
            .checked(labelKey),
    };
}

QString dnsLabel(const QString &t)
{
    return unless(names::isDnsLabel(t),
                  QT_TRANSLATE_NOOP("Table", "Lower-case letters, digits and '-', at most 63"));
}

QString dnsSubdomain(const QString &t)
{
    return unless(
        names::isDnsSubdomain(t),
        QT_TRANSLATE_NOOP("Table", "Lower-case letters, digits, '-' and '.', at most 253"));
}

QString portName(const QString &t)
{
    return unless(names::isPortName(t),
                  QT_TRANSLATE_NOOP("Table", "Lower-case letters, digits and single '-', at least "
                                             "one letter, at most 15"));
}

QString envName(const QString &t)
{
    return unless(names::isEnvName(t),
                  QT_TRANSLATE_NOOP("Table", "Letters, digits and '_', not starting with a digit"));
}

QString dataKey(const QString &t)
{
    return unless(names::isDataKey(t),
                  QT_TRANSLATE_NOOP("Table", "Letters, digits, '-', '_' and '.', at most 253"));
}

QString labelKey(const QString &t)
{
    return unless(
        names::isLabelKey(t),
        QT_TRANSLATE_NOOP("Table", "A key is [prefix/]name: letters, digits, '-', '_', '.'"));
}

QString labelValue(const QString &t)
{
    return unless(names::isLabelValue(t),
                  QT_TRANSLATE_NOOP("Table", "Letters, digits, '-', '_' and '.', at most 63"));
}

QString absolutePath(const QString &t)
{
    return unless(t.startsWith(u'/'), QT_TRANSLATE_NOOP("Table", "A path starts with '/'"));
}

QString innerPath(const QString &t)
{
    return unless(!t.startsWith(u'/') && !t.startsWith(QLatin1String("..")) &&
                      !t.split(u'/').contains(QLatin1String("..")),
                  QT_TRANSLATE_NOOP("Table", "A path without '/' in front and without '..'"));
}

QString headerName(const QString &t)
{
    static const QRegularExpression form(QStringLiteral("\\A[-A-Za-z0-9]+\\z"));
    return unless(form.match(t).hasMatch(),
                  QT_TRANSLATE_NOOP("Table", "A name of letters, digits and '-'"));
}

QString divisor(const QString &t)
{
    static const QRegularExpression form(QStringLiteral("\\A1(m|k|[MGTPE]|[KMGTPE]i)?\\z"));
    return unless(form.match(t).hasMatch(),
                  QT_TRANSLATE_NOOP("Table", "1 with a unit, such as 1m, 1k or 1Mi"));
}

QString clusterAddress(const QString &t)
{
    static const QString octet = QStringLiteral("(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])");
    static const QRegularExpression form(
        QStringLiteral("\\A(None|(%1\\.){3}%1|[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*)\\z")
            .arg(octet));
    return unless(form.match(t).hasMatch(),
                  QT_TRANSLATE_NOOP("Table", "“None” or an IP address of the cluster's Services"));
}

QString ingressHost(const QString &t)
{
    return unless(
        names::isIngressHost(t),
        QT_TRANSLATE_NOOP("Table", "A host name such as todo.example.com or *.example.com"));
}

QString ingressPath(const QString &t)
{
    return unless(t.startsWith(u'/'), QT_TRANSLATE_NOOP("Table", "A path starts with '/'"));
}

} // namespace chartwright::table

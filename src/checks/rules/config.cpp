// SPDX-License-Identifier: Apache-2.0
#include "base/names.h"
#include "checks/rule.h"

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("ConfigRules", text); }

void keyForm(const RuleInput &in, Report &report)
{
    for (const auto &[key, value] : in.fields[u"data"].map()) {
        if (names::isDataKey(key))
            continue;
        Finding &f = report.add(path("data").key(key), tr("“%1” is no key").arg(key));
        QString better;
        for (const QChar c : key)
            better +=
                (c.unicode() < 128 && c.isLetterOrNumber()) || c == u'-' || c == u'_' || c == u'.'
                    ? c
                    : QChar(u'_');
        if (!names::isDataKey(better))
            continue;
        f.fixText = tr("Rename it to %1").arg(better);
        f.detail = better;
        f.fix = [](const Topology &t, const RefIndex &refs, const Finding &g) {
            return renamePart(t, refs, g.resource, QStringLiteral("key/") + g.path.last().name,
                              g.detail.toString());
        };
    }
}

/// Adds the key that is asked for to the ConfigMap or Secret.
Edit addKey(const Topology &t, const RefIndex &refs, const Finding &f)
{
    const ResourcePtr source = t.find({f.detail.list().value(0).toString()});
    const QString key = f.detail.list().value(1).toString();
    if (!source || key.isEmpty())
        return {};
    const Value empty = source->kind == u"Secret" ? Value(Map()) : Value(QString());
    return setField(t, refs, source->id, path("data").key(key), empty);
}

void sayNoKey(Report &report, const Path &p, const ResourcePtr &source, const QString &key)
{
    Finding &f = report.add(p, tr("%1 has no key %2").arg(source->name, key));
    if (!names::isDataKey(key))
        return;
    f.detail = List{source->id.text, key};
    f.fixText = tr("Add the key %1 to %2").arg(key, source->name);
    f.fix = addKey;
}

/// `keyRef`, `volume` and `name`: what the kind's references are called.
void keysMissing(const RuleInput &in, Report &report, const QString &keyRef, const QString &volume,
                 const QString &name)
{
    const auto missing = [&](const Value &source, const Value &key) -> ResourcePtr {
        const Ref *ref = source[name].asRef();
        const ResourcePtr target = ref ? in.find(ref->target) : nullptr;
        const QString text = key.asRef() ? key.asRef()->part.mid(4) : key.scalarText();
        return target && !text.isEmpty() && !target->fields[u"data"].map().contains(text) ? target
                                                                                          : nullptr;
    };
    eachContainer(in, true, [&](const Path &p, const Value &) {
        eachItem(in.fields, p.key(QStringLiteral("env")), [&](const Path &e, const Value &v) {
            const Value &source = v[u"valueFrom"][keyRef];
            const Value &key = source[u"key"];
            // A typed key may be missing where that is allowed; a wire cannot be written then.
            const bool optional = source[u"optional"].toBool() && !key.asRef();
            const Value named = keyRef == u"secretKeyRef" || keyRef == u"configMapKeyRef"
                                    ? Value(Map{{name, source[u"name"]}})
                                    : source;
            if (const ResourcePtr target =
                    source.isMap() && !optional ? missing(named, key) : nullptr)
                sayNoKey(report,
                         e.key(QStringLiteral("valueFrom")).key(keyRef).key(QStringLiteral("key")),
                         target, key.asRef() ? key.asRef()->part.mid(4) : key.scalarText());
        });
    });
    eachItem(in.fields, path("spec.template.spec.volumes"), [&](const Path &p, const Value &v) {
        const Value &source = v[volume];
        if (source[u"optional"].toBool())
            return;
        eachItem(in.fields, p.key(volume).key(QStringLiteral("items")),
                 [&](const Path &i, const Value &item) {
                     if (const ResourcePtr target = missing(source, item[u"key"]))
                         sayNoKey(report, i.key(QStringLiteral("key")), target,
                                  item[u"key"].scalarText());
                 });
    });
}

void configMissing(const RuleInput &in, Report &r)
{
    keysMissing(in, r, QStringLiteral("configMapKeyRef"), QStringLiteral("configMap"),
                QStringLiteral("name"));
}
void secretMissing(const RuleInput &in, Report &r)
{
    keysMissing(in, r, QStringLiteral("secretKeyRef"), QStringLiteral("secret"),
                QStringLiteral("secretName"));
}

} // namespace

QList<RuleSpec> configRules()
{
    const QStringList c{QStringLiteral("ConfigMap")}, s{QStringLiteral("Secret")},
        d{QStringLiteral("Deployment")};
    using enum Severity;
    const QString form = tr("The cluster takes letters, digits, '-', '_' and '.'.");
    return {
        {QStringLiteral("config/key-form"), Error, Scope::Own, c, form, tr("Rename the key."),
         keyForm},
        {QStringLiteral("secret/key-form"), Error, Scope::Own, s, form, tr("Rename the key."),
         keyForm},
        {QStringLiteral("config/ref-missing"), Error, Scope::Neighbours, d,
         tr("The pods would not start."), tr("Choose a key that is there."), configMissing},
        {QStringLiteral("secret/ref-missing"), Error, Scope::Neighbours, d,
         tr("The pods would not start."), tr("Choose a key that is there."), secretMissing},
    };
}

} // namespace chartwright

// SPDX-License-Identifier: Apache-2.0
#include "chart/chart_files.h"

#include "chart/exposures.h"
#include "kinds/manifest_kind.h"
#include "model/kind_spec.h"
#include "model/ref_index.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Refusals", text); }

QString whereOf(const Resource &resource, const QString &field)
{
    const QString who = QStringLiteral("%1 %2").arg(resource.kind, resource.name);
    return field.isEmpty() ? who : who + QLatin1String(", ") + field;
}

bool isWritable(const QString &text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c.isNull())
            return false;
        if (c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate())
            ++i;
        else if (c.isSurrogate())
            return false;
    }
    return true;
}

/// Keys and texts, however deep.
bool allWritable(const Value &value)
{
    if (value.isString())
        return isWritable(value.toString());
    const auto entry = [](const auto &e) { return isWritable(e.key) && allWritable(e.value); };
    return std::all_of(value.map().begin(), value.map().end(), entry) &&
           std::all_of(value.list().begin(), value.list().end(), allWritable);
}

class Search
{
public:
    explicit Search(const Topology &topology) : m_topology(topology) {}

    QList<Refusal> run()
    {
        if (!m_topology.chart())
            m_found.append({{}, {}, Error{tr("The drawing has no chart"), {}, tr("Add one.")}});
        QHash<QString, ResourcePtr> byName, byKey;
        for (const ResourcePtr &r : m_topology.resources()) {
            const KindSpec *kind = m_topology.kinds().find(r->kind);
            if (!kind)
                continue;
            checkFields(*r, *kind);
            checkTexts(*r);
            checkRefs(*r);
            if (kind->isTemplated())
                checkTwins(*r, byName, byKey);
        }
        return m_found;
    }

private:
    void refuse(const Resource &r, const Path &path, const QString &field, const QString &message,
                const QString &remedy = {})
    {
        m_found.append({r.id, path, Error{message, whereOf(r, field), remedy}});
    }

    void checkFields(const Resource &r, const KindSpec &kind)
    {
        walkFields(kind.fields, r.fields,
                   [&](const FieldSpec &spec, const Place &here, const Value *value) {
                       if (value && !spec.readOnly && !isOfType(spec, *value)) {
                           const Path path = here.path();
                           refuse(r, path, spec.label.isEmpty() ? path.text() : spec.label,
                                  fieldProblem(spec, *value));
                       }
                       return value != nullptr;
                   });
    }

    void checkTexts(const Resource &r)
    {
        if (!isWritable(r.name))
            refuse(r, {}, {}, tr("The name holds a character that no file can hold"));
        if (allWritable(r.fields))
            return;
        walk(r.fields, [&](const Path &path, const Value &value) {
            bool good = !value.isString() || isWritable(value.toString());
            for (const QString &key : value.map().keys())
                good = good && isWritable(key);
            if (!good)
                refuse(r, path, path.text(),
                       tr("U+0000 and halves of surrogate pairs cannot be written"));
        });
    }

    void checkRefs(const Resource &r)
    {
        for (const RefUse &use : refsOf(r)) {
            const ResourcePtr target = m_topology.find(use.ref.target);
            if (!target) {
                refuse(r, use.path, use.path.text(), tr("What it refers to is not there"),
                       tr("Choose another, or take the reference out."));
            } else if (!use.ref.part.isEmpty() &&
                       !findPart(m_topology.kinds(), *target, use.ref.part)) {
                refuse(
                    r, use.path, use.path.text(),
                    tr("%1 has no %2").arg(target->name, QString(use.ref.part).replace(u'/', u' ')),
                    tr("Choose another, or take the reference out."));
            }
        }
    }

    void checkTwins(const Resource &r, QHash<QString, ResourcePtr> &byName,
                    QHash<QString, ResourcePtr> &byKey)
    {
        const ResourcePtr self = m_topology.find(r.id);
        const WrittenKind kind = writtenKind(m_topology.kinds(), r);
        const QString identity =
            QStringList{kind.apiVersion.section(u'/', 0, -2), kind.kind, drawnNamespace(r), r.name}
                .join(u'\n');
        if (byName.contains(identity))
            refuse(r, {}, {}, tr("There are two of this kind with this name"),
                   tr("Rename one of them."));
        byName.insert(identity, self);
        const QString key = valuesBlock(r).join(u'.');
        if (byKey.contains(key)) {
            refuse(r, {}, {},
                   tr("The values key %1 is also that of %2").arg(key, byKey.value(key)->name),
                   tr("Give one of them another key."));
        }
        byKey.insert(key, self);
    }

    const Topology &m_topology;
    QList<Refusal> m_found;
};

} // namespace

QList<Refusal> refusals(const Topology &topology) { return Search(topology).run(); }

} // namespace chartwright

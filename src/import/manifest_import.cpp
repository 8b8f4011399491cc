// SPDX-License-Identifier: Apache-2.0
#include "import/manifest_import.h"

#include "base/names.h"
#include "base/semver.h"
#include "base/value_id.h"
#include "import/name_wiring.h"
#include "import/object_draft.h"
#include "import/secret_extract.h"
#include "kinds/kept_values.h"
#include "kinds/manifest_kind.h"
#include "model/values_key.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QSet>

namespace chartwright {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("ManifestImport", text); }

// The command line has no translator, and Qt leaves %n as it is there.
QString objectsText(int n) { return n == 1 ? tr("1 object") : tr("%1 objects").arg(n); }
QString imagesText(int n) { return n == 1 ? tr("1 image") : tr("%1 images").arg(n); }

/// The Chart that Helm's labels tell of; null where they are none, or not those of one chart.
std::optional<Resource> chartOf(const Topology &topology, const QList<SortedObject> &objects)
{
    static const QRegularExpression named(QStringLiteral("\\A(.+?)-(v?[0-9]+\\..*)\\z"));
    QSet<QString> charts, versions;
    for (const SortedObject &o : objects) {
        const Value &labels = o.object[u"metadata"][u"labels"];
        charts.insert(labels[u"helm.sh/chart"].toString());
        versions.insert(labels[u"app.kubernetes.io/version"].toString());
    }
    charts.remove({});
    versions.remove({});
    const ResourcePtr old = topology.chart();
    if (!old || charts.size() != 1)
        return std::nullopt;
    const auto match = named.match(*charts.begin());
    const QString version = match.captured(2).replace(u'_', u'+');
    if (!names::isChartName(match.captured(1)) || !SemVer::parse(version))
        return std::nullopt;
    Resource chart = *old;
    chart.name = match.captured(1);
    chart.fields = with(chart.fields, Path(QStringLiteral("version")), version);
    if (versions.size() == 1)
        chart.fields = with(chart.fields, Path(QStringLiteral("appVersion")), *versions.begin());
    return chart;
}

class Importer
{
public:
    Importer(const Topology &topology, SortedObjects sorted)
        : m_after(topology), m_sorted(std::move(sorted))
    {
        m_out.notes = m_sorted.notes;
        m_out.objects = int(m_sorted.objects.size());
    }

    void run(bool takesChart)
    {
        if (const auto chart = takesChart ? chartOf(m_after, m_sorted.objects) : std::nullopt)
            m_after.put(*chart);
        draw();
        wire();
        for (const Imported &i : std::as_const(m_all)) {
            Resource r = *m_after.find(i.id);
            r.fields = withoutOwnLabels(m_after, r);
            m_after.put(std::move(r));
        }
    }

    ManifestImport finish(const Topology &before, const QString &text,
                          std::vector<ExtractedValue> values)
    {
        const QString own = text.isEmpty() ? tr("Import %1").arg(objectsText(m_out.objects)) : text;
        m_out.edit = difference(before, m_after, own);
        for (const Imported &i : std::as_const(m_all))
            m_out.made.append(i.id);
        m_out.made += m_images;
        for (ExtractedValue &value : values) {
            const QString ns = value.ns == m_sorted.ns ? QString() : value.ns;
            const ResourceId id = m_secrets.value(ns + u'\n' + value.secret);
            if (!id.text.isEmpty())
                m_out.values.push_back({id, value.secret, value.key, std::move(value.value)});
        }
        return std::move(m_out);
    }

private:
    /// Those with a table first, so that they get the plain values keys.
    void draw()
    {
        QList<std::pair<qsizetype, const KindSpec *>> order;
        for (qsizetype i = 0; i < m_sorted.objects.size(); ++i)
            order.append({i, tableFor(m_after.kinds(), m_sorted.objects[i], m_out.notes)});
        const auto rank = [](const KindSpec *table) {
            return !table ? 2 : table->kind == u"Deployment" ? 0 : 1;
        };
        std::stable_sort(order.begin(), order.end(), [&](const auto &a, const auto &b) {
            return rank(a.second) < rank(b.second);
        });
        m_all.resize(order.size());
        for (const auto &[i, table] : std::as_const(order)) {
            const SortedObject &object = m_sorted.objects[i];
            const Resource made = draftOf(m_after, table, object, m_sorted.ns.isEmpty());
            const Value &labels = object.object[u"spec"][u"template"][u"metadata"][u"labels"];
            m_all[i] = {made.id, object.where, labels.map()};
            if (made.kind == u"Secret")
                m_secrets.insert(object.ns + u'\n' + object.name, made.id);
            m_after.put(made);
        }
    }

    void wire()
    {
        const NamedResources named = namedResources(m_after);
        for (const Imported &i : std::as_const(m_all)) {
            const QString kind = m_after.find(i.id)->kind;
            if (kind == u"Deployment")
                wireImages(m_after, i.id, m_images);
            if (kind != ManifestKind)
                wireNames(m_after, i.id, named);
        }
        for (const Imported &i : std::as_const(m_all)) {
            if (m_after.find(i.id)->kind == u"Service")
                wireOne(i);
        }
    }

    void wireOne(const Imported &service)
    {
        wireService(m_after, service, m_all, m_out.notes);
        Resource r = *m_after.find(service.id);
        const Ref *pods = at(r.fields, Path(QStringLiteral("spec.selector"))).asRef();
        if (!pods)
            return;
        r.valuesKey = serviceValuesKey(m_after, r, *m_after.find(pods->target));
        m_after.put(std::move(r));
    }

    Topology m_after;
    SortedObjects m_sorted;
    ManifestImport m_out;
    QList<Imported> m_all; ///< in the order of the manifests
    QList<ResourceId> m_images;
    QHash<QString, ResourceId> m_secrets; ///< by namespace and name
};

} // namespace

Result<ManifestImport> importManifests(const Topology &topology, QList<ManifestObject> objects,
                                       const ImportOptions &options)
{
    QList<ImportNote> notes;
    std::vector<ExtractedValue> values = extractSecrets(objects, notes);
    auto sorted = sortObjects(objects, topology);
    if (!sorted)
        return tl::unexpected(sorted.error());
    sorted->notes = notes + sorted->notes;
    Importer importer(topology, std::move(*sorted));
    importer.run(options.takesChart);
    return importer.finish(topology, options.text, std::move(values));
}

std::vector<ValueToKeep> valuesToKeep(ManifestImport &import, const QString &document)
{
    std::vector<ValueToKeep> out;
    for (ImportedValue &value : import.values) {
        const auto change =
            std::find_if(import.edit.changes.begin(), import.edit.changes.end(),
                         [&](const Change &c) { return c.id == value.resource && c.after; });
        if (change == import.edit.changes.end())
            continue;
        const QString id = newValueId();
        Resource secret = *change->after;
        secret.fields = with(secret.fields, keptValuePath(value.key), id);
        change->after = std::make_shared<const Resource>(std::move(secret));
        out.push_back({{id, document, value.secret, value.key, {}, {}}, std::move(value.value)});
    }
    import.values.clear();
    return out;
}

QString summary(const ManifestImport &import)
{
    const int images = int(import.made.size()) - import.objects;
    return images > 0
               ? tr("Imported: %1 and %2.").arg(objectsText(import.objects), imagesText(images))
               : tr("Imported: %1.").arg(objectsText(import.objects));
}

} // namespace chartwright

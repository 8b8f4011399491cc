// SPDX-License-Identifier: Apache-2.0
#include "chart/parts.h"
#include "manifest/go_text.h"

// English, as NOTES.txt.
namespace chartwright::parts {
namespace {

/// A cell of a table: one line, and no bar that would end it.
QString cell(QString text) { return text.replace(u'\n', u' ').replace(u'|', QLatin1String("\\|")); }

QString shown(const Value &value)
{
    QString text = value.isString() && !value.isEmpty() && manifest::survivesToYaml(value)
                       ? value.toString()
                       : manifest::goJson(value);
    if (text.size() > 100)
        text = text.left(97) + QStringLiteral("…");
    // A code span ends at its first backtick.
    const QString fence = text.contains(u'`') ? QStringLiteral("`` ") : QStringLiteral("`");
    return fence + cell(text) + (fence.size() > 1 ? QStringLiteral(" ``") : fence);
}

void row(QString &out, QStringList path, const QString &value, const QString &help)
{
    for (QString &key : path) // as --set wants it
        key.replace(u'.', QLatin1String("\\."));
    out += QStringLiteral("| `%1` | %2 | %3 |\n").arg(cell(path.join(u'.')), value, cell(help));
}

/// The keys of a Secret that the drawing says something about.
void keyRows(QString &out, const ValuesEntry &entry, const Topology &topology)
{
    const ResourcePtr secret = topology.find(entry.resource);
    if (!secret || secret->kind != u"Secret" || entry.path.last() != u"data")
        return;
    for (const auto &[key, about] : secret->fields[u"data"].map()) {
        if (const QString help = about[u"description"].scalarText(); !help.isEmpty())
            row(out, entry.path + QStringList{key}, {}, help);
    }
}

QString releaseName(const Topology &topology)
{
    const QList<ResourcePtr> releases = topology.ofKind(u"Release");
    return releases.isEmpty() ? QStringLiteral("my-release") : releases.first()->name;
}

} // namespace

QByteArray readme(const ChartWriter &writer)
{
    const Topology &topology = writer.topology();
    const QString &chart = writer.chartName();
    const QString release = releaseName(topology);
    QString out = QStringLiteral("# %1\n\n").arg(chart);
    const ResourcePtr drawn = topology.chart();
    if (const QString about = drawn ? drawn->fields[u"description"].scalarText() : QString();
        !about.isEmpty())
        out += about + QStringLiteral("\n\n");
    const bool tests = connectionTest(writer).has_value();
    bool secrets = false;
    out += QStringLiteral("```sh\n");
    for (const ResourcePtr &r : writtenResources(topology)) {
        if (r->kind != u"Secret" || r->fields[u"data"].map().isEmpty())
            continue;
        secrets = true;
        const QString name = writer.prefixesNames()
                                 ? QStringLiteral("%1-%2-%3").arg(release, chart, r->name)
                                 : r->name;
        out += QStringLiteral("%1    # %2\n").arg(createSecret(*r, name, {}), keyList(*r));
    }
    out += QStringLiteral("helm install %1 ./%2\n").arg(release, chart);
    const QList<ValuesEntry> &entries = writer.exposures().entries();
    const auto replicas = std::find_if(entries.begin(), entries.end(), [](const ValuesEntry &e) {
        return e.path.last() == u"replicas";
    });
    if (replicas != entries.end())
        out += QStringLiteral("helm upgrade %1 ./%2 --set %3=3\n")
                   .arg(release, chart, replicas->path.join(u'.'));
    if (tests)
        out += QStringLiteral("helm test %1\n").arg(release);
    out += QStringLiteral("```\n\nA tag of digits alone needs `--set-string`.");
    if (secrets)
        out += QStringLiteral(" A Secret stays when the release is uninstalled.");
    out += QStringLiteral("\n");
    if (entries.isEmpty())
        return out.toUtf8();
    out += QStringLiteral("\n| Value | Default | Description |\n|---|---|---|\n");
    for (const ValuesEntry &entry : entries) {
        row(out, entry.path, shown(entry.value), entry.help);
        keyRows(out, entry, topology);
    }
    return out.toUtf8();
}

} // namespace chartwright::parts

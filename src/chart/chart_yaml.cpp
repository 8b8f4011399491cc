// SPDX-License-Identifier: Apache-2.0
#include "chart/parts.h"

namespace chartwright::parts
{
namespace
{

using namespace manifest;

Node plain(const Value &value) { return Node::of(value); }

void comments(Entries &entries, const QList<ValuesEntry> &all, const QStringList &above)
{
    for (Entry &entry : entries) {
        const QStringList path = above + QStringList{entry.key};
        const auto found = std::find_if(all.begin(), all.end(),
                                        [&](const ValuesEntry &e) { return e.path == path; });
        if (found != all.end()) {
            entry.comment = found->help;
        } else if (const Entries *inner = entry.value.asMap()) {
            Entries copy = *inner;
            comments(copy, all, path);
            entry.value = copy;
        }
        entry.spaced = above.isEmpty();
    }
}

} // namespace

QByteArray chartYaml(const ChartWriter &writer)
{
    const ResourcePtr chart = writer.topology().chart();
    const Value fields = chart ? chart->fields : Value();
    Entries entries{Entry::of(QStringLiteral("apiVersion"), Literal{QStringLiteral("v2")}),
                    Entry::of(QStringLiteral("name"), Literal{writer.chartName()})};
    const auto add = [&](const char *key, bool quoted = false) {
        const QString name = QString::fromLatin1(key);
        const Value &value = fields[name];
        if (value.isEmpty())
            return;
        entries.append(Entry::of(name, quoted ? Node(Literal{value, true}) : plain(value)));
    };
    add("description");
    add("type");
    add("version");
    add("appVersion", true);
    for (const char *key : {"kubeVersion", "keywords", "home", "sources", "maintainers", "icon",
                            "annotations", "dependencies"})
        add(key);
    return printPlain(entries);
}

QByteArray valuesYaml(const ChartWriter &writer)
{
    const QList<ValuesEntry> &all = writer.exposures().entries();
    if (all.isEmpty())
        return "{}\n";
    const Node tree = Node::of(valuesTree(all));
    Entries entries = *tree.asMap();
    comments(entries, all, {});
    return printPlain(entries);
}

QByteArray helmIgnore()
{
    return "# Not part of the chart.\n"
           ".git\n.gitignore\n.chartwright/\n.env*\ntopology.yaml\nimages/\n*.tgz\n*.orig\n*~\n"
           ".DS_Store\n";
}

} // namespace chartwright::parts

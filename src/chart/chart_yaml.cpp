// SPDX-License-Identifier: Apache-2.0
#include "chart/parts.h"

#include "chart/entry_tree.h"

namespace chartwright::parts {
namespace {

using namespace manifest;

Node plain(const Value &value) { return Node::of(value); }

Entries commented(const EntryTree &tree, bool spaced)
{
    Entries out;
    for (const EntryTree &child : tree.children) {
        Entry entry = Entry::of(child.key, child.entry ? plain(child.entry->value)
                                                       : Node(commented(child, false)));
        if (child.entry)
            entry.comment = child.entry->help;
        entry.spaced = spaced;
        out.append(entry);
    }
    return out;
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
    return printPlain(commented(EntryTree(all), true));
}

QByteArray helmIgnore()
{
    return "# Not part of the chart.\n"
           ".git\n.gitignore\n.chartwright/\n.env*\ntopology.yaml\nimages/\n*.tgz\n*.orig\n*~\n"
           ".DS_Store\n";
}

} // namespace chartwright::parts

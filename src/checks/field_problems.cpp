// SPDX-License-Identifier: Apache-2.0
#include "checks/field_problems.h"

#include "kinds/common.h"
#include "kinds/registry.h"

#include <QCoreApplication>

namespace chartwright {
namespace {

/// A row of a table with its path taken apart.
struct Row
{
    const FieldSpec *spec;
    QStringList keys;
    QList<Row> below;
};

QList<Row> rowsOf(const QList<FieldSpec> &table)
{
    QList<Row> out;
    for (const FieldSpec &spec : table) {
        Row row{&spec, {}, rowsOf(spec.fields)};
        const QList<Path::Step> steps = Path(spec.path).steps();
        for (const Path::Step &step : steps)
            row.keys.append(step.name);
        out.append(std::move(row));
    }
    return out;
}

const QList<Row> &rowsOf(const KindSpec &kind)
{
    static const QHash<QString, QList<Row>> known = [] {
        QHash<QString, QList<Row>> out;
        for (const KindSpec &k : allKinds().all())
            out.insert(k.kind, rowsOf(k.fields));
        return out;
    }();
    static const QList<Row> none;
    const auto it = known.constFind(kind.kind);
    return it == known.cend() ? none : *it;
}

/// Where the walk stands: a chain of frames on the stack.
struct Place
{
    const Place *parent = nullptr;
    const QStringList *keys = nullptr; ///< of a row, or …
    const QString *key = nullptr;      ///< … of an entry of a map, or …
    const List *list = nullptr;        ///< … an item of a list
    qsizetype index = -1;

    Path path() const
    {
        Path out = parent ? parent->path() : Path();
        if (list)
            return itemPath(out, *list, index);
        for (const QString &k : keys ? *keys : QStringList(*key))
            out = out.key(k);
        return out;
    }
};

class Search
{
public:
    QList<FieldProblem> found;

    void table(const QList<Row> &rows, const Value &node, const Place *at)
    {
        for (const Row &row : rows) {
            const Value *value = &node;
            for (const QString &key : row.keys)
                value = value ? value->map().find(key) : nullptr;
            const Place here{at, &row.keys};
            if (!row.spec->readOnly && !row.keys.isEmpty())
                judge(*row.spec, value, here);
            if (value)
                inside(row, *value, here);
        }
    }

private:
    void judge(const FieldSpec &spec, const Value *value, const Place &here)
    {
        if (value && !value->isEmpty()) {
            // Says the same of a wrong type.
            const QString problem = fieldProblem(spec, *value);
            if (!problem.isEmpty())
                add(isOfType(spec, *value) ? FieldProblem::Kind::Value : FieldProblem::Kind::Type,
                    spec, here, problem);
            return;
        }
        if (value && !isOfType(spec, *value) && !value->isString())
            add(FieldProblem::Kind::Type, spec, here, fieldProblem(spec, *value));
        else if (spec.required && spec.fallback.isNull() && spec.type != FieldType::StructMap &&
                 spec.type != FieldType::StringMap)
            add(FieldProblem::Kind::Missing, spec, here, {});
    }

    void inside(const Row &row, const Value &value, const Place &here)
    {
        switch (row.spec->type) {
        case FieldType::Struct:
            table(row.below, value, &here);
            break;
        case FieldType::Union:
            for (const Row &alternative : row.below) {
                const Value *chosen = &value;
                for (const QString &key : alternative.keys)
                    chosen = chosen ? chosen->map().find(key) : nullptr;
                if (chosen)
                    table({alternative}, value, &here);
            }
            break;
        case FieldType::StructList:
            for (qsizetype i = 0; i < value.list().size(); ++i) {
                const Place item{&here, nullptr, nullptr, &value.list(), i};
                if (value.list()[i].isMap())
                    table(row.below, value.list()[i], &item);
            }
            break;
        case FieldType::StructMap:
            for (const auto &[key, entry] : value.map()) {
                const Place item{&here, nullptr, &key};
                table(row.below, entry, &item);
            }
            break;
        default:
            break;
        }
    }

    void add(FieldProblem::Kind kind, const FieldSpec &spec, const Place &here, const QString &text)
    {
        const auto tr = [](const char *words) {
            return QCoreApplication::translate("FieldRules", words);
        };
        QString words;
        if (kind != FieldProblem::Kind::Missing)
            words = tr(QT_TRANSLATE_NOOP("FieldRules", "%1: %2")).arg(spec.label, text);
        else if (spec.type == FieldType::StructList) // "Ports" are many
            words =
                tr(QT_TRANSLATE_NOOP("FieldRules", "%1: at least one is needed")).arg(spec.label);
        else
            words = tr(QT_TRANSLATE_NOOP("FieldRules", "%1 is missing")).arg(spec.label);
        found.append({kind, &spec, here.path(), words});
    }
};

} // namespace

QList<FieldProblem> fieldProblems(const KindSpec &kind, const Value &fields)
{
    Search search;
    search.table(rowsOf(kind), fields, nullptr);
    return search.found;
}

} // namespace chartwright

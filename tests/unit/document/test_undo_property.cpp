// SPDX-License-Identifier: Apache-2.0
#include "document/document.h"
#include "kinds/registry.h"
#include "model/kind_spec.h"
#include "model/wires.h"
#include "support/seeds.h"
#include "support/test_case.h"
#include "support/topology_generator.h"

using namespace chartwright;

/// Random edits of every sort, undone to the start and redone to the end. More of them: seeds.h.
class UndoPropertyTest : public TestCase
{
    Q_OBJECT

private slots:
    void randomEdits_data();
    void randomEdits();
};

namespace {

class RandomEdits
{
public:
    RandomEdits(quint32 seed, const Document &document) : m_random(seed), m_document(document) {}

    Edit next()
    {
        switch (m_random.bounded(10)) {
        case 0:
            return insert();
        case 1:
            return renameResource(topology(), any(), QStringLiteral("name-%1").arg(number(1000)));
        case 2:
            return removeResources(topology(), m_document.refs(), QList<ResourceId>{any()});
        case 3:
            return copy();
        case 4:
            return moveResources(topology(), {{any(), QPointF(number(900), number(900))}},
                                 QStringLiteral("Move"), QStringLiteral("move"));
        case 5:
        case 6:
            return wire();
        case 7:
            return part();
        case 8:
            return m_random.bounded(2)
                       ? accept(
                             topology(), any(),
                             {QStringLiteral("r/%1").arg(number(5)), {}, QStringLiteral("because")})
                       : pin(topology(), any(), Path(QStringLiteral("spec.replicas")),
                             m_random.bounded(2) == 0);
        default:
            return field();
        }
    }

private:
    const Topology &topology() const { return m_document.topology(); }
    int number(int below) { return m_random.bounded(below); }
    ResourceId any()
    {
        return topology().resources().at(number(int(topology().resources().size())))->id;
    }

    Edit insert()
    {
        const auto &kinds = topology().kinds().all();
        const KindSpec &kind = kinds.at(number(int(kinds.size())));
        if (kind.kind == u"Chart")
            return {};
        return insertResource(topology(), newResource(topology(), kind.kind),
                              QPointF(number(900), number(900)));
    }

    Edit copy()
    {
        const ResourcePtr r = topology().find(any());
        if (r->kind == u"Chart")
            return {};
        return duplicate(topology(), {r}, topology().placements(), QPointF(20, 20),
                         QStringLiteral("Duplicate"));
    }

    Edit wire()
    {
        const ResourceId a = any(), b = any();
        if (const auto wires = wiresAt(topology(), m_document.refs(), a);
            !wires.isEmpty() && m_random.bounded(3) == 0)
            return removeWire(topology(), wires.at(number(int(wires.size()))));
        const WireEnd from{a, {}}, to{b, {}};
        const auto &kinds = topology().kinds();
        const auto *first = topology().find(a).get(), *second = topology().find(b).get();
        for (const WireSpec *spec : kinds.wiresBetween(first->kind, second->kind)) {
            const WireOffer offered = offer(topology(), from, to);
            if (!offered.meanings.contains(spec))
                continue;
            QStringList ticked;
            if (spec->ticks) {
                for (const Tick &tick : spec->ticks(topology(), from, to)) {
                    if (m_random.bounded(2))
                        ticked.append(tick.id);
                }
            }
            return drawWire(topology(), *spec, from, to, ticked);
        }
        return {};
    }

    Edit part()
    {
        const ResourcePtr r = topology().find(any());
        const KindSpec *kind = topology().kinds().find(r->kind);
        const QList<Part> parts = kind && kind->parts ? kind->parts(*r) : QList<Part>();
        if (parts.isEmpty())
            return {};
        return renamePart(topology(), m_document.refs(), r->id,
                          parts.at(number(int(parts.size()))).part,
                          QStringLiteral("part%1").arg(number(1000)));
    }

    Edit field()
    {
        const ResourcePtr r = topology().find(any());
        const KindSpec *kind = topology().kinds().find(r->kind);
        QList<std::pair<FieldType, Path>> paths;
        visitFields(kind->fields, r->fields,
                    [&](const FieldSpec &spec, const Path &path, const Value *) {
                        paths.append({spec.type, path});
                    });
        const auto &[type, path] = paths.at(number(int(paths.size())));
        Value value;
        if (m_random.bounded(4) != 0) {
            switch (type) {
            case FieldType::Bool:
                value = m_random.bounded(2) == 0;
                break;
            case FieldType::Int:
            case FieldType::Port:
                value = number(9000);
                break;
            case FieldType::String:
            case FieldType::Text:
            case FieldType::Quantity:
                value = QStringLiteral("text %1").arg(number(100));
                break;
            case FieldType::StringMap:
                value = Map{{QStringLiteral("key%1").arg(number(9)), QStringLiteral("v")}};
                break;
            default:
                break; // removes it
            }
        }
        return setField(topology(), m_document.refs(), r->id, path, value);
    }

    QRandomGenerator m_random;
    const Document &m_document;
};

} // namespace

void UndoPropertyTest::randomEdits_data() { chartwright_test::addSeeds(20); }

void UndoPropertyTest::randomEdits()
{
    QFETCH(quint32, seed);
    Document document(allKinds());
    document.reset(chartwright_test::randomTopology(seed, {5, 25, true}), {});
    const Topology start = document.topology();
    RandomEdits edits(seed, document);
    // The state after each step of the history; a merged edit replaces the one before.
    QList<Topology> states{start};
    for (int i = 0; i < 150; ++i) {
        document.push(edits.next());
        const int steps = document.undoStack()->count();
        while (states.size() > steps)
            states.removeLast();
        if (steps > 0)
            states.append(document.topology());
        else
            states = {document.topology()};
    }
    const int count = document.undoStack()->count();
    QVERIFY(count > 50);
    QCOMPARE(states.size(), count + 1);
    for (int i = count; i > 0; --i) {
        QVERIFY2(document.topology() == states.at(i), qPrintable(QString::number(i)));
        document.undoStack()->undo();
    }
    QVERIFY(document.topology() == start);
    for (int i = 1; i <= count; ++i) {
        document.undoStack()->redo();
        QVERIFY2(document.topology() == states.at(i), qPrintable(QString::number(i)));
    }
    const RefIndex fresh(document.topology());
    for (const ResourcePtr &r : document.topology().resources())
        QCOMPARE(document.refs().neighbours(r->id), fresh.neighbours(r->id));
}

CHARTWRIGHT_TEST(UndoPropertyTest)
#include "test_undo_property.moc"

// SPDX-License-Identifier: Apache-2.0
#include "document/selection.h"
#include "kinds/registry.h"
#include "support/test_case.h"
#include "support/topology_generator.h"

#include <QSignalSpy>

using namespace chartwright;

class SelectionTest : public TestCase
{
    Q_OBJECT

private slots:
    void init() override
    {
        TestCase::init();
        m_document = std::make_unique<Document>(allKinds());
        m_document->reset(chartwright_test::todoApp(), {});
        m_selection = std::make_unique<Selection>(m_document.get());
    }
    void cleanup()
    {
        m_selection.reset();
        m_document.reset();
    }
    void setAndClear();
    void deletedIsNotSelected();
    void wireGoesWithItsReferences();
    void reveal();

private:
    ResourceId id(const char16_t *kind, const char16_t *name) const
    {
        return m_document->topology().findByName(kind, name)->id;
    }

    std::unique_ptr<Document> m_document;
    std::unique_ptr<Selection> m_selection;
};

void SelectionTest::setAndClear()
{
    QSignalSpy changed(m_selection.get(), &Selection::changed);
    const ResourceId a = id(u"Service", u"backend-service"), b = id(u"Deployment", u"todo-backend");
    m_selection->set({a});
    m_selection->set({a});
    QCOMPARE(changed.size(), 1);
    m_selection->setWire(a, b);
    QVERIFY(m_selection->ids().isEmpty());
    QCOMPARE(m_selection->wire().value().second, b);
    m_selection->clear();
    QVERIFY(!m_selection->wire());
    m_selection->clear();
    QCOMPARE(changed.size(), 3);
    m_selection->set({a, b});
    m_document->reset(emptyTopology(), {});
    QVERIFY(m_selection->ids().isEmpty());
}

void SelectionTest::deletedIsNotSelected()
{
    const ResourceId a = id(u"Service", u"backend-service"), b = id(u"Deployment", u"todo-backend");
    m_selection->set({a, b});
    QSignalSpy changed(m_selection.get(), &Selection::changed);
    m_document->push(
        removeResources(m_document->topology(), m_document->refs(), QList<ResourceId>{a}));
    QCOMPARE(m_selection->ids(), QList<ResourceId>{b});
    QCOMPARE(changed.size(), 1);
}

void SelectionTest::wireGoesWithItsReferences()
{
    const ResourceId a = id(u"Service", u"backend-service"), b = id(u"Deployment", u"todo-backend");
    m_selection->setWire(a, b);
    m_document->push(setField(m_document->topology(), m_document->refs(), b,
                              Path(QStringLiteral("spec.replicas")), Value(3)));
    QVERIFY(m_selection->wire());
    m_document->push(
        removeResources(m_document->topology(), m_document->refs(), QList<ResourceId>{b}));
    QVERIFY(!m_selection->wire());
}

void SelectionTest::reveal()
{
    const ResourceId a = id(u"Service", u"backend-service");
    QSignalSpy revealed(m_selection.get(), &Selection::revealed);
    m_selection->reveal(a, Path(QStringLiteral("spec.type")));
    QCOMPARE(m_selection->ids(), QList<ResourceId>{a});
    m_selection->reveal({QStringLiteral("gone")});
    QCOMPARE(revealed.size(), 1);
}

CHARTWRIGHT_TEST(SelectionTest)
#include "test_selection.moc"

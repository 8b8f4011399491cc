// SPDX-License-Identifier: Apache-2.0
#include "unit/canvas/fixture.h"

#include <QLineEdit>
#include <QListWidget>

using namespace chartwright;
using namespace Qt::StringLiterals;

class TestWiring : public TestCase
{
    Q_OBJECT
private slots:
    void pullsAgainFromWhereTheSelectedWireStarts();
    void frameTakesWiresAtItsEdge();
    void pullsFromAHeaderThatIsTooFarAwayForRows();
    void doesNotLoopWhenTheFrameGrowsPastARelease();
    void makesASecretForACertificate();
    void releaseInsideTheFrameIsWiredRoundNodes();
    void endsWhereMostReferencesDo();
    void movingAWireTakesAllItsReferences();
    void anAddressMayBeANewKey();
};

// The wire that was just drawn is selected, and the next one often starts at the same socket.
void TestWiring::pullsAgainFromWhereTheSelectedWireStarts()
{
    CanvasFixture f;
    const auto config = f.id(u"ConfigMap"_s, u"todo-config"_s);
    const auto frontend = f.id(u"Deployment"_s, u"todo-frontend"_s);
    QVERIFY(f.view.wireMiddle(config, frontend));
    f.selection.setWire(config, frontend);
    const QPoint start = f.socket(u"ConfigMap"_s, u"todo-config"_s, {}, true);
    f.pull(start, f.socket(u"Deployment"_s, u"todo-backend"_s, u"container/backend/env"_s, false));
    QVERIFY(f.popup());
    QTest::keyClick(f.popup(), Qt::Key_Escape);
    QVERIFY(f.view.wireMiddle(config, frontend));
    QCOMPARE(f.document.undoStack()->count(), 0);
}

// The frame's socket is on its edge: half of what a hand hits when it aims there lies outside.
void TestWiring::frameTakesWiresAtItsEdge()
{
    CanvasFixture f;
    const auto chart = f.document.topology().chart()->id;
    const auto release = f.id(u"Release"_s, u"todo"_s);
    f.selection.setWire(release, chart);
    f.view.deleteSelection();
    QVERIFY(f.document.refs().from(release).isEmpty());
    f.pull(f.socket(u"Release"_s, u"todo"_s, {}, true),
           f.at(*f.view.socketPosition(chart, {}, false)) - QPoint(3, 0));
    QCOMPARE(f.document.refs().from(release).size(), 1);
    QVERIFY(f.selection.wire() == std::pair(release, chart));
}

// A whole drawing in a small window: no rows, but what one can pull from shows under the pointer.
void TestWiring::pullsFromAHeaderThatIsTooFarAwayForRows()
{
    CanvasFixture f;
    f.view.resize(620, 420);
    f.view.fitAll();
    QVERIFY(f.view.zoom() < 0.5);
    const auto frontend = f.id(u"Deployment"_s, u"todo-frontend"_s);
    const auto secrets = f.id(u"Secret"_s, u"todo-secrets"_s);
    QVERIFY(!f.view.wireMiddle(secrets, frontend));
    const QPoint socket = f.socket(u"Secret"_s, u"todo-secrets"_s, {}, true);
    const auto shown = [&] { return f.view.viewport()->grab().toImage().pixelColor(socket); };
    QTest::mouseMove(f.view.viewport(), {3, 3});
    const QColor before = shown();
    QTest::mouseMove(f.view.viewport(), f.header(u"Secret"_s, u"todo-secrets"_s));
    QVERIFY(shown() != before);
    f.pull(socket, f.header(u"Deployment"_s, u"todo-frontend"_s));
    QVERIFY(f.popup());
    QTest::mouseClick(f.popup()->findChild<QWidget *>(u"wireChooser.accept"_s), Qt::LeftButton);
    QVERIFY(f.view.wireMiddle(secrets, frontend));
}

void TestWiring::doesNotLoopWhenTheFrameGrowsPastARelease()
{
    CanvasFixture f;
    const auto release = f.id(u"Release"_s, u"todo"_s);
    const QRectF node = f.view.nodeRect(release);
    const auto secrets = f.id(u"Secret"_s, u"todo-secrets"_s);
    f.document.push(moveResources(f.document.topology(),
                                  {{secrets, node.topLeft() - QPointF(400, -200)}}, u"Move"_s));
    const Scene &scene = f.view.scene();
    const int wire = *scene.findWire(release, f.document.topology().chart()->id);
    QCOMPARE(scene.wire(wire).points.size(), 2);
    QVERIFY(scene.wire(wire).points.last().x() < node.left());
    // Below, above and to the right the wire ends at the frame, too.
    const auto chart = f.document.topology().chart()->id;
    for (const QPointF place : {QPointF(0, 3000), QPointF(0, -3000), QPointF(9000, 100),
                                QPointF(9000, 5000), QPointF(-400, 3000)}) {
        f.document.push(moveResources(f.document.topology(), {{release, place}}, u"Move"_s));
        const QList<QPointF> points = scene.wire(wire).points;
        const QRectF frame = f.view.nodeRect(chart);
        const QPointF end = points.last();
        const bool onEdge = frame.adjusted(-1, -1, 1, 1).contains(end) &&
                            !frame.adjusted(1, 1, -1, -1).contains(end);
        QVERIFY2(onEdge, qPrintable(u"%1 %2"_s.arg(place.x()).arg(place.y())));
        for (qsizetype i = 0; i + 1 < points.size(); ++i)
            QVERIFY(points[i].x() == points[i + 1].x() || points[i].y() == points[i + 1].y());
    }
}

// A wire that ends on the empty canvas makes what it needs there.
void TestWiring::makesASecretForACertificate()
{
    CanvasFixture f;
    const QPoint start = f.socket(u"Ingress"_s, u"todo-ingress"_s, {}, true);
    f.pull(start, QPoint(f.view.viewport()->width() - 20, f.view.viewport()->height() - 20));
    QVERIFY(f.popup());
    QTest::keyClicks(f.popup()->findChild<QLineEdit *>(u"kindPopup.filter"_s), u"Secret"_s);
    QTest::keyClick(f.popup()->findChild<QLineEdit *>(u"kindPopup.filter"_s), Qt::Key_Return);
    const auto secrets = f.document.topology().ofKind(u"Secret");
    QCOMPARE(secrets.size(), 2);
    const auto ingress = f.id(u"Ingress"_s, u"todo-ingress"_s);
    int made = 0;
    for (const ResourcePtr &secret : secrets) {
        if (secret->name == u"todo-secrets")
            continue;
        ++made;
        QVERIFY(f.document.refs().areNeighbours(ingress, secret->id));
        QCOMPARE(secret->fields[u"type"].toString(), u"kubernetes.io/tls"_s);
        QCOMPARE(secret->fields[u"data"].map().keys(), QStringList({u"tls.crt"_s, u"tls.key"_s}));
    }
    QCOMPARE(made, 1);
    f.document.undoStack()->undo();
    QCOMPARE(f.document.topology().ofKind(u"Secret").size(), 1);
}

// The shortest way to the frame's edge is not to lead through nodes.
void TestWiring::releaseInsideTheFrameIsWiredRoundNodes()
{
    CanvasFixture f;
    const auto release = f.id(u"Release"_s, u"todo"_s);
    const auto chart = f.document.topology().chart()->id;
    const Scene &scene = f.view.scene();
    for (const QPointF place : {QPointF(860, 60), QPointF(1180, 520), QPointF(580, 230),
                                QPointF(1480, 240), QPointF(860, 320), QPointF(1900, 120)}) {
        f.document.push(moveResources(f.document.topology(), {{release, place}}, u"Move"_s));
        const QByteArray where =
            QByteArray::number(place.x()) + ' ' + QByteArray::number(place.y());
        const QRectF frame = f.view.nodeRect(chart);
        const QList<QPointF> points = scene.wire(*scene.findWire(release, chart)).points;
        const QPointF end = points.last();
        QVERIFY2(frame.adjusted(-1, -1, 1, 1).contains(end) &&
                     !frame.adjusted(1, 1, -1, -1).contains(end),
                 where);
        for (qsizetype i = 0; i + 1 < points.size(); ++i) {
            QVERIFY(points[i].x() == points[i + 1].x() || points[i].y() == points[i + 1].y());
            const QRectF part =
                QRectF(points[i], points[i + 1]).normalized().adjusted(-0.5, -0.5, 0.5, 0.5);
            for (const ResourcePtr &r : f.document.topology().resources()) {
                if (r->id != release && r->id != chart)
                    QVERIFY2(!f.view.nodeRect(r->id).intersects(part), where);
            }
        }
    }
}

// A second container that takes one key of several does not draw the wire away from the first.
void TestWiring::endsWhereMostReferencesDo()
{
    CanvasFixture f;
    const auto secrets = f.id(u"Secret"_s, u"todo-secrets"_s);
    const auto backend = f.id(u"Deployment"_s, u"todo-backend"_s);
    const auto variable = [&](const QString &key) {
        return Value(Map{{u"name"_s, key},
                         {u"valueFrom"_s, Map{{u"secretKeyRef"_s,
                                               Map{{u"name"_s, Ref{secrets, {}}},
                                                   {u"key"_s, Ref{secrets, u"key/"_s + key}}}}}}});
    };
    const auto setEnv = [&](const QString &at, const QStringList &keys) {
        List env;
        for (const QString &key : keys)
            env.append(variable(key));
        f.document.push(setField(f.document.topology(), f.document.refs(), backend,
                                 Path(u"spec.template.spec."_s + at), env));
    };
    f.document.push(setField(f.document.topology(), f.document.refs(), backend,
                             Path(u"spec.template.spec.initContainers"_s),
                             List{Map{{u"name"_s, u"migrate"_s}}}));
    const auto wire = [&]() -> const SceneWire & {
        return f.view.scene().wire(*f.view.scene().findWire(secrets, backend));
    };
    const auto from = [&](const QString &socket) {
        return f.view.socketPosition(secrets, socket, true).value_or(QPointF());
    };
    const auto to = [&](const QString &socket) {
        return f.view.socketPosition(backend, socket, false).value_or(QPointF());
    };
    const QString main = u"container/backend/env"_s, first = u"container/migrate/env"_s;
    // All end in one row, of different keys: the header stands for any key.
    setEnv(u"containers[backend].env"_s, {u"DATABASE_URL"_s, u"OPENAI_API_KEY"_s});
    QCOMPARE(wire().points.last(), to(main));
    QCOMPARE(wire().points.first(), from({}));
    // Most do.
    setEnv(u"initContainers[migrate].env"_s, {u"DATABASE_URL"_s});
    QCOMPARE(wire().points.last(), to(main));
    QCOMPARE(wire().points.first(), from(u"key/DATABASE_URL"_s));
    // What the others use is wired all the same, and shown so.
    const SceneNode &node = f.view.scene().node(*f.view.scene().find(backend));
    QVERIFY(node.wiredIn & NodeShape::bit(*node.shape.socketRow(first, false)));
    const SceneNode &keys = f.view.scene().node(*f.view.scene().find(secrets));
    QVERIFY(keys.wiredOut & NodeShape::bit(*keys.shape.socketRow(u"key/OPENAI_API_KEY"_s, true)));
    QVERIFY(!(keys.wiredOut & NodeShape::bit(-1)));
    // As many here as there: neither row.
    setEnv(u"containers[backend].env"_s, {u"DATABASE_URL"_s});
    QCOMPARE(wire().points.last(), to({}));
    QCOMPARE(wire().points.first(), from(u"key/DATABASE_URL"_s));
}

// The line ends in a row that most of them share; all of them are moved.
void TestWiring::movingAWireTakesAllItsReferences()
{
    CanvasFixture f;
    const auto secrets = f.id(u"Secret"_s, u"todo-secrets"_s);
    const auto backend = f.id(u"Deployment"_s, u"todo-backend"_s);
    const auto frontend = f.id(u"Deployment"_s, u"todo-frontend"_s);
    const auto uses = [&](const ResourceId &id) {
        QStringList keys;
        for (const RefUse &use : f.document.refs().from(id)) {
            if (use.ref.target == secrets && use.ref.part.startsWith(u"key/"))
                keys.append(use.ref.part);
        }
        keys.removeDuplicates();
        return keys.size();
    };
    const qsizetype before = uses(backend);
    QVERIFY(before > 1);
    const Value env = at(f.document.topology().find(backend)->fields,
                         Path(u"spec.template.spec.containers[backend].env[DATABASE_URL]"_s));
    QVERIFY(env.isMap());
    const Value again = List{Map{{u"name"_s, u"migrate"_s}, {u"env"_s, List{env}}},
                             Map{{u"name"_s, u"seed"_s}, {u"env"_s, List{env}}},
                             Map{{u"name"_s, u"warm"_s}, {u"env"_s, List{env}}}};
    f.document.push(setField(f.document.topology(), f.document.refs(), backend,
                             Path(u"spec.template.spec.initContainers"_s), again));
    const SceneWire &wire = f.view.scene().wire(*f.view.scene().findWire(secrets, backend));
    QCOMPARE(wire.points.first(), *f.view.socketPosition(secrets, u"key/DATABASE_URL"_s, true));
    f.selection.setWire(secrets, backend);
    f.pull(f.at(wire.points.last()), f.header(u"Deployment"_s, u"todo-frontend"_s));
    QCOMPARE(uses(backend), 0);
    QCOMPARE(uses(frontend), before);
}

void TestWiring::anAddressMayBeANewKey()
{
    CanvasFixture f;
    const auto config = f.id(u"ConfigMap"_s, u"todo-config"_s);
    const Path data(u"data"_s);
    const QStringList keys = (*f.document.topology().find(config))[data].map().keys();
    const auto pull = [&](const QString &service) {
        f.pull(f.socket(u"Service"_s, service, u"port/http"_s, true),
               f.socket(u"ConfigMap"_s, u"todo-config"_s, {}, false));
    };
    pull(u"frontend-service"_s);
    QVERIFY(f.popup());
    QTest::keyClick(f.popup()->findChild<QWidget *>(u"wireChooser.ticks"_s), Qt::Key_Return);
    const Value after = (*f.document.topology().find(config))[data];
    QCOMPARE(after.map().keys(), keys + QStringList{u"FRONTEND_SERVICE_URL"_s});
    QCOMPARE(displayText(f.document.topology(), after[u"FRONTEND_SERVICE_URL"]),
             u"http://frontend-service:3000"_s);
    // Once a key has it, another one is only offered.
    pull(u"frontend-service"_s);
    QVERIFY(f.popup());
    const auto *ticks = f.popup()->findChild<QListWidget *>(u"wireChooser.ticks"_s);
    const QListWidgetItem *last = ticks->item(ticks->count() - 1);
    QCOMPARE(last->text(), u"FRONTEND_SERVICE_URL_2 (new key)"_s);
    QCOMPARE(last->checkState(), Qt::Unchecked);
}

CHARTWRIGHT_TEST(TestWiring)
#include "test_wiring.moc"

// SPDX-License-Identifier: Apache-2.0
#include "panels/reference_edit.h"
#include "unit/panels/fixture.h"

#include <QPlainTextEdit>

using namespace chartwright;
using namespace chartwright_test;

class TestPropertyPanel : public PanelTest
{
    Q_OBJECT

private slots:
    void showsTheChartWhileNothingIsSelected()
    {
        PanelFixture f;
        QCOMPARE(f.find<QLineEdit>(QStringLiteral("header:name"))->text(),
                 QStringLiteral("todo-app"));
        QCOMPARE(f.field<QLineEdit>(QStringLiteral("version"))->text(), QStringLiteral("1.0.0"));
    }

    void typingIsOneUndoStep()
    {
        PanelFixture f;
        f.select(Backend);
        auto *edit = f.field<QLineEdit>(QStringLiteral("spec.replicas"));
        QVERIFY(edit);
        QCOMPARE(edit->text(), QStringLiteral("2"));
        f.type(edit, QStringLiteral("13"));
        QCOMPARE(f.value(Backend, QStringLiteral("spec.replicas")), Value(13));
        QCOMPARE(f.document.undoStack()->count(), 1);
        QTest::keyClick(edit, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(f.value(Backend, QStringLiteral("spec.replicas")), Value(2));
        QCOMPARE(edit->text(), QStringLiteral("2"));
        QVERIFY(edit->hasFocus());
        QTest::keyClick(edit, Qt::Key_Y, Qt::ControlModifier);
        f.document.undoStack()->redo();
        QCOMPARE(edit->text(), QStringLiteral("13"));
    }

    void theCursorStaysWhereItIs()
    {
        PanelFixture f;
        f.select(Backend);
        auto *edit = f.field<QLineEdit>(Container + QStringLiteral(".name"));
        QVERIFY(edit);
        edit->setFocus();
        edit->setCursorPosition(4);
        QTest::keyClicks(edit, QStringLiteral("er"));
        QCOMPARE(edit->text(), QStringLiteral("backerend"));
        QCOMPARE(edit->cursorPosition(), 6);
        QCOMPARE(f.document.undoStack()->count(), 1);
        QCOMPARE(edit->objectName(),
                 QStringLiteral("field:spec.template.spec.containers[backerend].name"));
    }

    void renamesTheResource()
    {
        PanelFixture f;
        f.select(Backend);
        auto *name = f.find<QLineEdit>(QStringLiteral("header:name"));
        f.type(name, QStringLiteral("api"));
        QCOMPARE(f.document.topology().find({Backend})->name, QStringLiteral("api"));
        QCOMPARE(f.document.undoStack()->count(), 1);
        f.type(name, QString());
        QCOMPARE(f.document.topology().find({Backend})->name, QStringLiteral("api"));
        QVERIFY(name->text().isEmpty());
    }

    void portsAreOfferedAndFollowTheirName()
    {
        PanelFixture f;
        f.select(QStringLiteral("service-backend-0001"));
        auto *target = f.field<QComboBox>(QStringLiteral("spec.ports[http].targetPort"));
        QVERIFY(target);
        QCOMPARE(target->currentText(), QStringLiteral("http 8000"));
        f.select(Backend);
        const QString port = Container + QStringLiteral(".ports[http].name");
        auto *name = f.field<QLineEdit>(port);
        QVERIFY(name);
        f.type(name, QStringLiteral("web"));
        QCOMPARE(f.document.undoStack()->count(), 1);
        const Value moved = f.value(QStringLiteral("service-backend-0001"),
                                    QStringLiteral("spec.ports[http].targetPort"));
        QVERIFY(moved.asRef());
        QCOMPARE(moved.asRef()->part, QStringLiteral("port/web"));
        const Value probe =
            f.value(Backend, Container + QStringLiteral(".livenessProbe.httpGet.port"));
        QCOMPARE(probe.asRef()->part, QStringLiteral("port/web"));
        QTest::keyClick(name, Qt::Key_Z, Qt::ControlModifier);
        QCOMPARE(f.value(Backend, Container + QStringLiteral(".livenessProbe.httpGet.port"))
                     .asRef()
                     ->part,
                 QStringLiteral("port/http"));
    }

    void addsAVariable()
    {
        PanelFixture f;
        f.select(Backend);
        const QString env = Container + QStringLiteral(".env");
        f.panel.focusField(Path(env));
        auto *add = f.find<QToolButton>(QStringLiteral("add:") + env);
        QVERIFY(add);
        f.click(add);
        QCOMPARE(f.value(Backend, env).list().size(), 5);
        auto *name = qobject_cast<QLineEdit *>(f.panel.focusWidget());
        QVERIFY(name);
        QCOMPARE(name->objectName(), QStringLiteral("field:") + env + QStringLiteral("[#4].name"));
        QTest::keyClicks(name, QStringLiteral("TZ"));
        QCOMPARE(name->objectName(), QStringLiteral("field:") + env + QStringLiteral("[TZ].name"));
        auto *kind = f.find<QComboBox>(QStringLiteral("union:") + env + QStringLiteral("[TZ]"));
        QVERIFY(kind);
        f.choose(kind, QStringLiteral("Text"));
        auto *value =
            f.find<ReferenceEdit>(QStringLiteral("field:") + env + QStringLiteral("[TZ].value"));
        QVERIFY(value);
        value->setFocus();
        QTest::keyClicks(value, QStringLiteral("UTC"));
        QCOMPARE(f.value(Backend, env + QStringLiteral("[TZ].value")),
                 Value(QStringLiteral("UTC")));
        while (f.document.undoStack()->canUndo())
            f.document.undoStack()->undo();
        QCOMPARE(f.value(Backend, env).list().size(), 4);
    }

    void switchesAUnion()
    {
        PanelFixture f;
        f.select(Backend);
        const QString probe = Container + QStringLiteral(".livenessProbe");
        QVERIFY(f.field<QComboBox>(probe + QStringLiteral(".httpGet.port")));
        auto *check = f.find<QComboBox>(QStringLiteral("union:") + probe);
        QVERIFY(check);
        QCOMPARE(check->currentText(), QStringLiteral("HTTP"));
        f.choose(check, QStringLiteral("TCP"));
        QVERIFY(f.value(Backend, probe + QStringLiteral(".httpGet")).isNull());
        QVERIFY(f.value(Backend, probe + QStringLiteral(".tcpSocket")).isMap());
        QVERIFY(f.value(Backend, probe + QStringLiteral(".periodSeconds")) == Value(10));
        auto *port = f.field<QComboBox>(probe + QStringLiteral(".tcpSocket.port"));
        QVERIFY(port);
        f.type(port->lineEdit(), QStringLiteral("8000"));
        QCOMPARE(f.value(Backend, probe + QStringLiteral(".tcpSocket.port")), Value(8000));
        // Emptied, the probe is still one of this kind.
        f.type(port->lineEdit(), QString());
        QVERIFY(f.value(Backend, probe + QStringLiteral(".tcpSocket")).isMap());
        QVERIFY(port->isVisible());
        f.type(port->lineEdit(), QStringLiteral("http"));
        QVERIFY(f.value(Backend, probe + QStringLiteral(".tcpSocket.port")).asRef());
    }

    void keysAreThoseOfTheTarget()
    {
        PanelFixture f;
        f.select(Backend);
        const QString source =
            Container + QStringLiteral(".env[LOG_LEVEL].valueFrom.configMapKeyRef");
        auto *key = f.field<QComboBox>(source + QStringLiteral(".key"));
        QVERIFY(key);
        QCOMPARE(key->currentText(), QStringLiteral("LOG_LEVEL"));
        key->setFocus();
        QStringList offered;
        for (int i = 0; i < key->count(); ++i)
            offered.append(key->itemText(i));
        QCOMPARE(offered, QStringList({QStringLiteral("NEXT_PUBLIC_API_URL"),
                                       QStringLiteral("LOG_LEVEL"), QStringLiteral("NODE_ENV")}));
        f.choose(key, QStringLiteral("NODE_ENV"));
        QCOMPARE(f.value(Backend, source + QStringLiteral(".key")).asRef()->part,
                 QStringLiteral("key/NODE_ENV"));
    }

    void configurationHoldsReferences()
    {
        PanelFixture f;
        const QString config = QStringLiteral("config-0001");
        f.select(config);
        const QString url = QStringLiteral("data.NEXT_PUBLIC_API_URL");
        auto *edit = f.field<ReferenceEdit>(url);
        QVERIFY(edit);
        QCOMPARE(edit->shownText(), QStringLiteral("http://backend-service:8000"));
        edit->moveCursor(QTextCursor::End);
        QTest::keyClicks(edit, QStringLiteral("/v1"));
        const Value now = f.value(config, url);
        QVERIFY(now.asText());
        QCOMPARE(now.asText()->pieces.size(), 5);
        QCOMPARE(displayText(f.document.topology(), now),
                 QStringLiteral("http://backend-service:8000/v1"));
        // Typed text is a text, whatever it looks like.
        auto *level = f.field<ReferenceEdit>(QStringLiteral("data.LOG_LEVEL"));
        level->selectAll();
        QTest::keyClicks(level, QStringLiteral("${backend-service}"));
        QCOMPARE(f.value(config, QStringLiteral("data.LOG_LEVEL")),
                 Value(QStringLiteral("${backend-service}")));
        // A renamed Service is shown by its new name.
        f.document.push(renameResource(f.document.topology(),
                                       {QStringLiteral("service-backend-0001")},
                                       QStringLiteral("api")));
        QCOMPARE(edit->shownText(), QStringLiteral("http://api:8000/v1"));
    }

    void renamedKeysTakeTheirReferencesAlong()
    {
        PanelFixture f;
        const QString config = QStringLiteral("config-0001");
        f.select(config);
        f.field<ReferenceEdit>(QStringLiteral("data.LOG_LEVEL"));
        auto *key = f.find<QLineEdit>(QStringLiteral("key:data.LOG_LEVEL"));
        QVERIFY(key);
        f.type(key, QStringLiteral("NODE_ENV"));
        QTest::keyClick(key, Qt::Key_Return);
        QVERIFY(!f.value(config, QStringLiteral("data.LOG_LEVEL")).isNull());
        f.type(key, QStringLiteral("LEVEL"));
        QTest::keyClick(key, Qt::Key_Return);
        QCOMPARE(f.value(config, QStringLiteral("data.LEVEL")), Value(QStringLiteral("info")));
        const QString source =
            Container + QStringLiteral(".env[LOG_LEVEL].valueFrom.configMapKeyRef.key");
        QCOMPARE(f.value(Backend, source).asRef()->part, QStringLiteral("key/LEVEL"));
    }

    void editsSeveralTogether()
    {
        PanelFixture f;
        f.selection.set({ResourceId{Frontend}, ResourceId{Backend}});
        auto *replicas = f.field<QLineEdit>(QStringLiteral("spec.replicas"));
        QCOMPARE(replicas->text(), QStringLiteral("2"));
        f.type(replicas, QStringLiteral("3"));
        QCOMPARE(f.value(Frontend, QStringLiteral("spec.replicas")), Value(3));
        QCOMPARE(f.value(Backend, QStringLiteral("spec.replicas")), Value(3));
        QCOMPARE(f.document.undoStack()->count(), 1);
        const QString memory =
            QStringLiteral("spec.template.spec.containers[#0].resources.requests.memory");
        auto *edit = f.field<QLineEdit>(memory);
        QVERIFY(edit);
        QVERIFY(edit->text().isEmpty());
        QCOMPARE(edit->placeholderText(), QStringLiteral("(several)"));
        f.type(edit, QStringLiteral("192Mi"));
        QCOMPARE(f.value(Frontend, memory), Value(QStringLiteral("192Mi")));
        QCOMPARE(f.value(Backend, memory), Value(QStringLiteral("192Mi")));
        // Of several kinds what they share.
        f.selection.set({ResourceId{Frontend}, ResourceId{QStringLiteral("config-0001")}});
        auto *ns = f.field<QLineEdit>(QStringLiteral("metadata.namespace"));
        QVERIFY(ns && ns->isVisible());
        f.type(ns, QStringLiteral("web"));
        QCOMPARE(f.value(QStringLiteral("config-0001"), QStringLiteral("metadata.namespace")),
                 Value(QStringLiteral("web")));
    }

    void derivedValuesAreShown()
    {
        PanelFixture f;
        f.select(QStringLiteral("service-backend-0001"));
        auto *selector = f.field<ReferenceEdit>(QStringLiteral("spec.selector.app"));
        QVERIFY(selector);
        QCOMPARE(selector->toPlainText(), QStringLiteral("todo-backend"));
        QVERIFY(selector->isReadOnly());
        f.select(QStringLiteral("release-0001"));
        auto *revision = f.field<QLineEdit>(QStringLiteral("revision"));
        QCOMPARE(revision->text(), QStringLiteral("auto"));
        QVERIFY(revision->isReadOnly());
    }

    void overridesAreKeysOfValues()
    {
        PanelFixture f;
        const QString release = QStringLiteral("release-0001");
        f.select(release);
        auto *add = f.find<QToolButton>(QStringLiteral("add:overrides"));
        QVERIFY(add);
        f.click(add);
        auto *key = f.find<QLineEdit>(QStringLiteral("override:new"));
        QTest::keyClicks(key, QStringLiteral("secrets.data.DATABASE_URL"));
        QTest::keyClick(key, Qt::Key_Return);
        QVERIFY(f.value(release, QStringLiteral("overrides")).isNull());
        QVERIFY(!f.messages(QStringLiteral("overrides")).isEmpty());
        f.type(key, QStringLiteral("backend.replicas"));
        QTest::keyClick(key, Qt::Key_Return);
        QCOMPARE(f.value(release, QStringLiteral("overrides")).list().size(), 1);
        auto *value = f.find<QLineEdit>(QStringLiteral("override:0:value"));
        QVERIFY(value && value->hasFocus());
        f.type(value, QStringLiteral("4"));
        QCOMPARE(f.value(release, QStringLiteral("overrides[#0].value")), Value(4));
        QCOMPARE(f.find<QLineEdit>(QStringLiteral("override:0:key"))->text(),
                 QStringLiteral("backend.replicas"));
    }

    void aWireListsItsReferences()
    {
        PanelFixture f;
        f.selection.setWire({QStringLiteral("service-backend-0001")}, {Backend});
        auto *from = f.find<QToolButton>(QStringLiteral("wire:from"));
        QVERIFY(from && from->isVisible());
        QCOMPARE(from->text(), QStringLiteral("backend-service"));
        auto *all = f.find<QToolButton>(QStringLiteral("wire:removeAll"));
        f.click(all);
        QVERIFY(f.value(QStringLiteral("service-backend-0001"), QStringLiteral("spec.selector"))
                    .isNull());
        QCOMPARE(f.document.undoStack()->count(), 1);
    }

    void pinsAField()
    {
        PanelFixture f;
        f.select(Backend);
        const QString replicas = QStringLiteral("spec.replicas");
        f.field<QLineEdit>(replicas);
        auto *pin = f.find<QToolButton>(QStringLiteral("pin:") + replicas);
        QVERIFY(pin && pin->isVisible());
        f.click(pin);
        QCOMPARE(f.document.topology().find({Backend})->pins.value(replicas, true), false);
        f.document.undoStack()->undo();
        QVERIFY(f.document.topology().find({Backend})->pins.isEmpty());
    }

    void changesTheValuesKey()
    {
        PanelFixture f;
        f.select(Backend);
        f.click(f.find<QToolButton>(QStringLiteral("header:editValuesKey")));
        auto *key = f.find<QLineEdit>(QStringLiteral("header:valuesKey"));
        QVERIFY(key->isVisible());
        for (const char *taken :
             {"config", "global", "global.foo", "enabled", "imagePullSecrets", "web-x"}) {
            f.type(key, QString::fromLatin1(taken));
            QTest::keyClick(key, Qt::Key_Return);
        }
        f.type(key, QStringLiteral("frontend.replicas"));
        QStringList said;
        for (const QLabel *label : f.panel.findChildren<QLabel *>(QStringLiteral("message"))) {
            if (label->isVisible())
                said.append(label->text());
        }
        QVERIFY2(said.contains(QStringLiteral("todo-frontend has values of its own there")),
                 qPrintable(said.join(u'|')));
        QTest::keyClick(key, Qt::Key_Return);
        QCOMPARE(f.document.topology().find({Backend})->valuesKey, QStringLiteral("backend"));
        f.type(key, QStringLiteral("api"));
        QTest::keyClick(key, Qt::Key_Return);
        QCOMPARE(f.document.topology().find({Backend})->valuesKey, QStringLiteral("api"));
        QVERIFY(!key->isVisible());
    }

    void reordersAndRemovesItems()
    {
        PanelFixture f;
        f.select(Backend);
        const QString env = Container + QStringLiteral(".env");
        f.panel.focusField(Path(env));
        f.click(f.find<QToolButton>(QStringLiteral("down:") + env + QStringLiteral("[LOG_LEVEL]")));
        QCOMPARE(f.value(Backend, env).list()[1][u"name"].toString(), QStringLiteral("LOG_LEVEL"));
        f.click(f.find<QToolButton>(QStringLiteral("remove:") + env +
                                    QStringLiteral("[DATABASE_URL]")));
        QCOMPARE(f.value(Backend, env).list().size(), 3);
        QCOMPARE(f.value(Backend, env).list()[0][u"name"].toString(), QStringLiteral("LOG_LEVEL"));
    }

    void everyKindIsShownAndEveryFieldFound()
    {
        PanelFixture f;
        for (const ResourcePtr &r : f.document.topology().resources()) {
            f.selection.set({r->id});
            const KindSpec *kind = f.document.kinds().find(r->kind);
            QStringList missing;
            for (const FieldSpec &field : kind->fields) {
                f.panel.focusField(Path(field.path));
                const auto *row = f.panel.findChild<QWidget *>(QStringLiteral("row:") + field.path);
                if ((!row || !row->isVisible()) && field.path != u"design.keys")
                    missing.append(field.path);
            }
            QVERIFY2(missing.isEmpty(),
                     qPrintable(r->kind + QStringLiteral(": ") + missing.join(u' ')));
        }
        QCOMPARE(f.document.undoStack()->count(), 0);
    }
};

CHARTWRIGHT_TEST(TestPropertyPanel)
#include "test_property_panel.moc"

// SPDX-License-Identifier: Apache-2.0
#include "model/edits.h"
#include "secrets/docker_config.h"
#include "vault_window.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QUndoStack>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

// What a Secret's type makes of setting its values.
class TypedWindowTest : public VaultWindow
{
    Q_OBJECT

private slots:
    void initTestCase() { setUp(); }
    void cleanupTestCase() { tearDown(); }
    void tellsWhatTheTypeAsksFor();
    void makesALoginOfAForm();
};

void TypedWindowTest::tellsWhatTheTypeAsksFor()
{
    Topology topology = m_bench->topology();
    Resource tls = newResource(topology, u"Secret"_s, u"tls"_s);
    tls.fields = Map{{u"type"_s, u"kubernetes.io/tls"_s},
                     {u"data"_s, Map{{u"tls.crt"_s, Map()}, {u"tls.key"_s, Map()}}}};
    m_bench->document().push(insertResource(topology, tls, {900, 900}));
    m_bench->window().selection()->set({tls.id});
    for (const QString &key : {u"tls.crt"_s, u"tls.key"_s}) {
        SecretDialog *dialog = openDialog(key);
        QVERIFY2(dialog, qPrintable(m_bench->problem()));
        QTRY_VERIFY(dialog->findChild<QPlainTextEdit *>(u"lines"_s)->hasFocus());
        m_bench->hand().type(QString::fromLatin1(newValue()));
        QPointer<SecretDialog> open(dialog);
        m_bench->hand().click(
            dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok));
        QTRY_VERIFY(!open);
        QTRY_COMPARE(state(key), u"In the keychain"_s);
    }
    const auto told = [&] {
        const auto labels = m_bench->window().findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(), [](const QLabel *label) {
            return label->isVisible() &&
                   label->text().startsWith(u"tls.crt: this is not a certificate"_s);
        });
    };
    QTRY_VERIFY(told());
    shoot(u"secret-tls"_s);
    m_bench->document().undoStack()->undo();
    m_bench->document().undoStack()->undo();
    m_bench->document().undoStack()->undo();
    QVERIFY_BENCH(*m_bench);
}

void TypedWindowTest::makesALoginOfAForm()
{
    const QString config = u".dockerconfigjson"_s;
    Topology topology = m_bench->topology();
    Resource pull = newResource(topology, u"Secret"_s, u"pull"_s);
    pull.fields =
        Map{{u"type"_s, u"kubernetes.io/dockerconfigjson"_s}, {u"data"_s, Map{{config, Map()}}}};
    m_bench->document().push(insertResource(topology, pull, {900, 900}));
    m_bench->window().selection()->set({pull.id});
    const QByteArray password = newValue();
    for (const QString &user : {u"first"_s, u"second"_s}) { // set, then replaced
        SecretDialog *dialog = openDialog(config);
        QVERIFY2(dialog, qPrintable(m_bench->problem()));
        const auto line = [&](const QString &name) { return dialog->findChild<QLineEdit *>(name); };
        QTRY_VERIFY(line(u"user"_s)->hasFocus());
        QVERIFY(line(u"user"_s)->text().isEmpty() && line(u"password"_s)->text().isEmpty());
        QCOMPARE(line(u"password"_s)->echoMode(), QLineEdit::Password);
        QCOMPARE(line(u"server"_s)->text(), QString(DockerHub));
        auto *keepButton = dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok);
        m_bench->hand().type(user + u":x"_s);
        m_bench->hand().key(u"Tab"_s);
        m_bench->hand().type(QString::fromLatin1(password));
        QTRY_VERIFY(dialog->findChild<QLabel *>(u"note"_s)->text().contains(u"user's name"_s));
        QVERIFY(!keepButton->isEnabled());
        m_bench->hand().click(line(u"user"_s));
        m_bench->hand().keys(u"BackSpace"_s, 2);
        QTRY_VERIFY(keepButton->isEnabled());
        shoot(u"secret-registry"_s);
        QPointer<SecretDialog> open(dialog);
        m_bench->hand().click(keepButton);
        QTRY_VERIFY(!open);
        QTRY_COMPARE(state(config), u"In the keychain"_s);
        const auto logins = readDockerConfig(SecretValue(kept(id(u"pull"_s, config))));
        QVERIFY(logins && logins->size() == 1);
        QCOMPARE(logins->front().server, QString(DockerHub));
        QCOMPARE(logins->front().user, user);
        QVERIFY(logins->front().password.view() == password);
    }
    QVERIFY(!isInAFile(password));
    m_bench->document().undoStack()->undo();
    m_bench->document().undoStack()->undo();
    QVERIFY_BENCH(*m_bench);
}

CHARTWRIGHT_TEST(TypedWindowTest)
#include "test_typed_window.moc"

// SPDX-License-Identifier: Apache-2.0
#include "canary/person.h"

#include "app/file_dialog.h"
#include "canary/drawing.h"
#include "kinds/kept_values.h"
#include "panels/secret_dialog.h"
#include "project/project.h"
#include "secrets/generator.h"
#include "support/places.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QEventLoop>
#include <QLineEdit>
#include <QPointer>
#include <QProcess>
#include <QPushButton>
#include <QScreen>
#include <QSocketNotifier>
#include <QtTest/QtTest>
#include <cstdio>
#include <unistd.h>

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

void say(const QByteArray &line)
{
    std::puts(line.constData());
    std::fflush(stdout);
}

void must(bool ok, const QString &step)
{
    if (ok)
        return;
    std::fprintf(stderr, "canary: %s\n", qPrintable(step));
    QGuiApplication::primaryScreen()->grabWindow(0).save(QLatin1StringView(CHARTWRIGHT_BIN_DIR) +
                                                         u"/../pictures/canary-failed.png"_s);
    std::_Exit(3);
}

namespace {

QList<QByteArray> allValues;

} // namespace

QByteArray told(const QByteArray &value)
{
    allValues.append(value);
    say("value " + value.toBase64());
    return value;
}

const QList<QByteArray> &toldValues() { return allValues; }

void askTest(const QByteArray &line)
{
    say(line);
    QEventLoop loop;
    QSocketNotifier answer(0, QSocketNotifier::Read);
    QObject::connect(&answer, &QSocketNotifier::activated, &loop, &QEventLoop::quit);
    loop.exec();
    char c = 0;
    while (::read(0, &c, 1) == 1 && c != '\n') {
    }
}

QByteArray newValue() { return told(generate(24, Alphabet::Alphanumeric)->view().toByteArray()); }

QByteArray output(const QString &program, const QStringList &arguments, const QByteArray &input,
                  int patience)
{
    QProcess process;
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    must(process.waitForFinished(patience), program + u" did not end"_s);
    return process.readAllStandardOutput() + process.readAllStandardError();
}

void Person::await(const std::function<bool()> &done, const QString &step)
{
    must(QTest::qWaitFor(done, 30'000), step + u' ' + m_bench.problem());
}

void Person::check(const QString &step)
{
    must(m_bench.problem().isEmpty(), step + u": "_s + m_bench.problem());
}

MainWindow &Person::window() { return m_bench.window(); }

Document &Person::document() { return m_bench.document(); }

void Person::open()
{
    say("folder " + m_bench.folder({}).toUtf8());
    const QString file = m_bench.folder(u"project/topology.yaml"_s);
    must(QDir().mkpath(QFileInfo(file).path()) && saveProject(canaryDrawing(), file).has_value(),
         u"make a project"_s);
    must(window().openPath(file), u"open it"_s);
    await([&] { return !document().isChecking(); }, u"checks"_s);
    m_bench.hand().key(u"ctrl+1"_s);
    check(u"open"_s);
}

void Person::select(const QString &secret)
{
    window().selection()->set({m_bench.named(u"Secret"_s, secret)});
}

QString Person::id(const QString &secret, const QString &key)
{
    const ResourcePtr r = m_bench.topology().findByName(u"Secret", secret);
    return r ? keptValueId(*r, key) : QString();
}

void Person::pressOk(QDialog *dialog)
{
    // xdotool asks for what is under the pointer, which must not go away meanwhile.
    m_bench.hand().moveTo(window().mapToGlobal(QPoint(5, 5)));
    dialog->findChild<QDialogButtonBox *>()->button(QDialogButtonBox::Ok)->setFocus();
    m_bench.hand().key(u"space"_s);
}

void Person::keep(const QString &secret, const QString &key,
                  const std::function<void(SecretDialog *)> &fill)
{
    select(secret);
    m_bench.press(Section::Main, u"field:"_s + keptValuePath(key).text());
    SecretDialog *dialog = nullptr;
    await(
        [&] {
            dialog = window().findChild<SecretDialog *>();
            return dialog && dialog->isActiveWindow();
        },
        u"the dialog of "_s + key + u' ' + m_bench.problem());
    const QPointer<SecretDialog> open(dialog);
    fill(dialog);
    pressOk(dialog);
    await([&] { return !open; }, u"keep "_s + key);
    must(!id(secret, key).isEmpty(), u"an id for "_s + key);
    check(key);
}

void Person::fillDialogs()
{
    type(u"opaque"_s, u"TYPED"_s,
         told("postgres://todo:" + newValue() + "@db.example.com/todo?a=b c&d=%25"));
    keep(u"opaque"_s, u"LINES"_s, [&](SecretDialog *dialog) {
        m_bench.hand().click(dialog->findChild<QWidget *>(u"several"_s));
        m_bench.hand().type(QString::fromLatin1(told(newValue() + '\n' + newValue())));
    });
    const QString path = m_bench.folder(u"value"_s);
    QFile file(path);
    must(file.open(QIODevice::WriteOnly) && file.write(newValue()) > 0, u"a file"_s);
    file.close();
    keep(u"opaque"_s, u"FILE"_s, [&](SecretDialog *dialog) {
        FileDialog::setNextFileName(path);
        m_bench.hand().click(dialog->findChild<QWidget *>(u"file"_s));
    });
    QFile::remove(path);
    keep(u"opaque"_s, u"MADE"_s, [&](SecretDialog *dialog) {
        m_bench.hand().click(dialog->findChild<QWidget *>(u"generate"_s));
        const auto *line = dialog->findChild<QLineEdit *>(u"line"_s);
        await([&] { return !line->text().isEmpty(); }, u"generate"_s);
        told(line->text().toUtf8());
    });
    type(u"basic"_s, u"username"_s, newValue());
    type(u"basic"_s, u"password"_s, newValue());
    const QByteArray pem =
        output(u"openssl"_s, {u"req"_s, u"-x509"_s, u"-newkey"_s, u"ed25519"_s, u"-nodes"_s,
                              u"-subj"_s, u"/CN=todo.example.com"_s, u"-keyout"_s, u"-"_s});
    const qsizetype at = pem.indexOf("-----BEGIN CERTIFICATE");
    const qsizetype key = pem.indexOf("-----BEGIN PRIVATE");
    must(at > key && key >= 0, u"openssl made no pair"_s);
    const QByteArray privateKey = told(pem.mid(key, at - key)), certificate = pem.mid(at);
    type(u"pair"_s, u"tls.crt"_s, certificate);
    type(u"pair"_s, u"tls.key"_s, privateKey);
    type(u"ssh"_s, u"ssh-privatekey"_s, told(newValue() + '\n' + newValue() + '\n'));
    keep(u"registry"_s, u".dockerconfigjson"_s, [&](SecretDialog *) {
        m_bench.hand().type(u"todo"_s);
        m_bench.hand().key(u"Tab"_s);
        m_bench.hand().type(QString::fromLatin1(newValue()));
    });
}

void Person::save()
{
    await([&] { return window().isActiveWindow(); }, u"the window after a dialog"_s);
    m_bench.hand().key(u"ctrl+s"_s);
    await([&] { return !document().isModified(); }, u"save"_s);
}

void Person::type(const QString &secret, const QString &key, const QByteArray &value)
{
    keep(secret, key, [&](SecretDialog *) { m_bench.hand().type(QString::fromLatin1(value)); });
}

void Person::leaveWhatWasSeen()
{
    QFile file(m_bench.folder(u"seen.txt"_s));
    must(file.open(QIODevice::WriteOnly) && file.write(m_seen) > 1000, u"what was seen"_s);
}

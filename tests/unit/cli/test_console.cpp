// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"
#include "cli/console.h"
#include "support/test_case.h"

#include <QBuffer>

using namespace chartwright;

class ConsoleTest : public TestCase
{
    Q_OBJECT

private slots:
    void plainText_data();
    void plainText();
    void errorsAreLines();
    void everyCommandHelps();
};

namespace {

struct Run
{
    int code;
    QString out, err;
};

Run runCli(const QStringList &arguments, const QByteArray &input = {})
{
    QBuffer in, out, err;
    in.setData(input);
    in.open(QIODevice::ReadOnly);
    out.open(QIODevice::WriteOnly);
    err.open(QIODevice::WriteOnly);
    cli::Console console(in, out, err);
    const int code = cli::run(arguments, console);
    return {code, QString::fromUtf8(out.data()), QString::fromUtf8(err.data())};
}

} // namespace

void ConsoleTest::plainText_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("shown");
    QTest::newRow("words") << QStringLiteral("Größe 3 日本") << QStringLiteral("Größe 3 日本");
    QTest::newRow("colour") << QStringLiteral("\x1b[31mred\x1b[0m")
                            << QStringLiteral("\\u001b[31mred\\u001b[0m");
    QTest::newRow("title") << QStringLiteral("\x1b]0;x\x07")
                           << QStringLiteral("\\u001b]0;x\\u0007");
    QTest::newRow("C1") << QString(QChar(0x9b)) << QStringLiteral("\\u009b");
    QTest::newRow("lines") << QStringLiteral("a\nb\r") << QStringLiteral("a\\nb\\u000d");
    QTest::newRow("direction") << QString(QChar(0x202e)) << QStringLiteral("\\u202e");
    QTest::newRow("isolate") << QString(QChar(0x2066)) << QStringLiteral("\\u2066");
}

void ConsoleTest::plainText()
{
    QFETCH(QString, text);
    QFETCH(QString, shown);
    QCOMPARE(cli::plain(text), shown);
}

void ConsoleTest::errorsAreLines()
{
    QBuffer in, out, err;
    err.open(QIODevice::WriteOnly);
    cli::Console console(in, out, err);
    QCOMPARE(console.fail({QStringLiteral("bad\x1b[1m"), QStringLiteral("a.yaml:1:2"),
                           QStringLiteral("Do this.")}),
             int(cli::Bad));
    QCOMPARE(err.data(), QByteArray("a.yaml:1:2: error: bad\\u001b[1m\n  Do this.\n"));
}

void ConsoleTest::everyCommandHelps()
{
    const Run overview = runCli({QStringLiteral("--help")});
    QCOMPARE(overview.code, 0);
    for (const cli::Command &command : cli::commands()) {
        QVERIFY(overview.out.contains(command.name));
        for (const QString &flag : {QStringLiteral("--help"), QStringLiteral("-h")}) {
            const Run help = runCli({command.name, flag});
            QCOMPARE(help.code, 0);
            QVERIFY2(help.out.startsWith(QStringLiteral("Usage: chartwright-cli %1 %2 [OPTIONS]\n")
                                             .arg(command.name, command.arguments)),
                     qPrintable(help.out));
            for (const QCommandLineOption &option : command.options)
                QVERIFY2(help.out.contains(QLatin1String("--") + option.names().constLast()),
                         qPrintable(help.out));
            QVERIFY(help.err.isEmpty());
        }
        QCOMPARE(runCli({command.name, QStringLiteral("--version")}).code, 0);
        QCOMPARE(runCli({command.name, QStringLiteral("--nonsense")}).code, 2);
        const Run none = runCli({command.name});
        QCOMPARE(none.code, 2);
        QVERIFY(none.err.contains(command.arguments));
    }
    QCOMPARE(runCli({}).code, 2);
    QCOMPARE(runCli({QStringLiteral("dance")}).code, 2);
}

CHARTWRIGHT_TEST(ConsoleTest)
#include "test_console.moc"

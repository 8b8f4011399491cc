// SPDX-License-Identifier: Apache-2.0
#include "app/app_style.h"
#include "app/log.h"
#include "app/main_window.h"
#include "app/theme.h"
#include "app/translations.h"
#include "project/starters.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QTimer>
#include <cstdio>

using namespace Qt::StringLiterals;
using namespace chartwright;

namespace {

struct Main
{
    Q_DECLARE_TR_FUNCTIONS(Main)
};

/// Help and version are given without a display, too.
bool isQuestion(int argc, char *argv[])
{
    for (int i = 1; i < argc; ++i) {
        const QLatin1String a(argv[i]);
        if (a == "-h"_L1 || a == "--help"_L1 || a == "-v"_L1 || a == "--version"_L1)
            return true;
    }
    return false;
}

bool hasDisplay(int argc, char *argv[])
{
#if defined(Q_OS_UNIX) && !defined(Q_OS_DARWIN)
    if (!qEnvironmentVariableIsEmpty("DISPLAY") ||
        !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") ||
        !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        return true;
    return std::any_of(argv, argv + argc,
                       [](const char *a) { return "-platform"_L1 == QLatin1String(a); });
#else
    Q_UNUSED(argc)
    Q_UNUSED(argv)
    return true;
#endif
}

void setNames()
{
    QCoreApplication::setOrganizationName(u"chartwright"_s);
    QCoreApplication::setApplicationName(u"chartwright"_s);
    QCoreApplication::setApplicationVersion(QLatin1String(CHARTWRIGHT_VERSION));
}

struct Wishes
{
    QString file, starter;
};

[[noreturn]] void refuse(const QString &why)
{
    std::fputs(qPrintable(why + u'\n'), stderr);
    std::exit(2);
}

Wishes parse()
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        Main::tr("Draw a Kubernetes application, export a Helm chart."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption starter(
        u"starter"_s, Main::tr("Open a starter as an untitled copy: empty, todo-app."), u"NAME"_s);
    parser.addOption(starter);
    parser.addPositionalArgument(
        u"PROJECT"_s, Main::tr("A topology.yaml or the folder that holds one."), u"[PROJECT]"_s);
    // As process() does, which leaves with 1 for wrong usage.
    if (!parser.parse(QCoreApplication::arguments()))
        refuse(parser.errorText());
    if (parser.isSet(u"version"_s))
        parser.showVersion();
    if (parser.isSet(u"help"_s))
        parser.showHelp();
    const QStringList files = parser.positionalArguments();
    if (files.size() > 1 || (!files.isEmpty() && parser.isSet(starter)))
        refuse(Main::tr("Give one project or one starter."));
    const QString name = parser.value(starter);
    const QList<Starter> known = starters();
    if (parser.isSet(starter) &&
        std::none_of(known.begin(), known.end(), [&](const Starter &s) { return s.name == name; }))
        refuse(Main::tr("There is no starter %1.").arg(name));
    return {files.value(0), name};
}

} // namespace

int main(int argc, char *argv[])
{
    setNames();
    if (isQuestion(argc, argv)) {
        const QCoreApplication app(argc, argv);
        installTranslations(QLocale());
        parse();
        return 0;
    }
    if (!hasDisplay(argc, argv)) {
        std::fputs("There is no display: neither DISPLAY nor WAYLAND_DISPLAY is set.\n"
                   "chartwright-cli works without one.\n",
                   stderr);
        return 1;
    }
    const QApplication app(argc, argv);
    QGuiApplication::setApplicationDisplayName(u"Chartwright"_s);
    QGuiApplication::setDesktopFileName(u"org.chartwright.Chartwright"_s);
    installTranslations(QLocale());
    const Wishes wishes = parse();

    Settings settings;
    startLog(settings.logLevel());
    qCInfo(appLog).noquote() << "Chartwright" << QCoreApplication::applicationVersion() << "with Qt"
                             << qVersion();
    QApplication::setStyle(new AppStyle);
    applyTheme(settings.theme());
    MainWindow window(&settings);
    window.show();
    // Dialogs may come up, and they need the window behind them.
    QTimer::singleShot(0, &window, [&] {
        if (window.offerRecovery())
            return; // another project in its place would only ask whether to throw the work away
        if (!wishes.starter.isEmpty())
            window.openStarter(wishes.starter);
        else if (!wishes.file.isEmpty())
            window.openPath(wishes.file);
    });
    return QApplication::exec();
}

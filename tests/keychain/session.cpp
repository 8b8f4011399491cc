// SPDX-License-Identifier: Apache-2.0
#include "session.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDir>
#include <QFile>
#include <QtTest/QtTest>
#include <signal.h>

namespace {

// No service can be started through this bus but the prompter.
constexpr char BusConfig[] =
    R"(<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=%1/bus</listen>
  <servicedir>%1/services</servicedir>
  <policy context="default">
    <allow send_destination="*"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
)";

QDBusConnection busOfTest()
{
    const QString name = QStringLiteral("of-the-test");
    if (const QDBusConnection known(name); known.isConnected())
        return known;
    // One that failed, as while the bus is just starting, would be given again.
    QDBusConnection::disconnectFromBus(name);
    return QDBusConnection::connectToBus(QDBusConnection::SessionBus, name);
}

} // namespace

Session::Session(Display display)
{
    const QString root = m_root.path();
    for (const char *folder : {"home", "run", "data", "config", "cache", "services", "no-keyring"})
        QDir(root).mkpath(QLatin1String(folder));
    QFile::setPermissions(root + QStringLiteral("/run"),
                          QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    const auto set = [&](const char *name, const char *folder) {
        qputenv(name, QFile::encodeName(root + u'/' + QLatin1String(folder)));
    };
    set("HOME", "home");
    set("XDG_RUNTIME_DIR", "run");
    set("XDG_DATA_HOME", "data");
    set("XDG_CONFIG_HOME", "config");
    set("XDG_CACHE_HOME", "cache");
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + QFile::encodeName(root) + "/bus");
    qputenv("CHARTWRIGHT_TEST_SESSION", "1"); // leaves the address as it is
    qputenv("GSETTINGS_BACKEND", "memory");
    qputenv("NO_AT_BRIDGE", "1");
    qunsetenv("WAYLAND_DISPLAY");
    if (display == Display::Own)
        qunsetenv("DISPLAY");
    qunsetenv("GNOME_KEYRING_CONTROL");
}

Session::~Session()
{
    QDBusConnection::disconnectFromBus(QStringLiteral("of-the-test"));
    for (QProcess *process : {&m_keyring, &m_bus, &m_windowManager, &m_display})
        end(*process);
}

void Session::end(QProcess &process)
{
    if (process.state() == QProcess::NotRunning)
        return;
    ::kill(pid_t(process.processId()), SIGCONT);
    process.terminate();
    if (!process.waitForFinished(5000)) {
        process.kill();
        process.waitForFinished(5000);
    }
}

bool Session::startDisplay()
{
    m_display.start(QStringLiteral("Xvfb"),
                    {QStringLiteral("-displayfd"), QStringLiteral("1"), QStringLiteral("-screen"),
                     QStringLiteral("0"), QStringLiteral("800x600x24"), QStringLiteral("-nolisten"),
                     QStringLiteral("tcp")});
    if (!m_display.waitForReadyRead(30'000)) {
        m_complaints = QStringLiteral("Xvfb does not start: ") +
                       QString::fromLocal8Bit(m_display.readAllStandardError());
        return false;
    }
    qputenv("DISPLAY", ":" + m_display.readAllStandardOutput().trimmed());
    m_windowManager.start(QStringLiteral("openbox"), {QStringLiteral("--sm-disable")});
    return m_windowManager.waitForStarted();
}

bool Session::isOnBus(const QString &name) const
{
    const QDBusConnection bus = busOfTest();
    return bus.isConnected() && bus.interface()->isServiceRegistered(name);
}

bool Session::startBus()
{
    const QString root = m_root.path();
    QFile config(root + QStringLiteral("/bus.conf"));
    if (!config.open(QIODevice::WriteOnly))
        return false;
    config.write(QString::fromLatin1(BusConfig).arg(root).toUtf8());
    config.close();
    for (const char *name : {"SystemPrompter", "PrivatePrompter"}) {
        const QString file =
            QStringLiteral("org.gnome.keyring.%1.service").arg(QLatin1String(name));
        QFile::copy(QStringLiteral("/usr/share/dbus-1/services/") + file,
                    root + QStringLiteral("/services/") + file);
    }
    m_bus.start(QStringLiteral("dbus-daemon"),
                {QStringLiteral("--nofork"), QStringLiteral("--config-file=") + config.fileName()});
    return QTest::qWaitFor(
        [&] { return QFile::exists(root + QStringLiteral("/bus")) && busOfTest().isConnected(); },
        20'000);
}

bool Session::startKeyring(const QByteArray &password)
{
    auto environment = QProcessEnvironment::systemEnvironment();
    QStringList arguments{QStringLiteral("--foreground"), QStringLiteral("--components=secrets"),
                          QStringLiteral("--control-directory=") + m_root.path() +
                              QStringLiteral("/run/keyring")};
    if (password.isEmpty())
        environment.insert(QStringLiteral("XDG_DATA_HOME"),
                           m_root.path() + QStringLiteral("/no-keyring"));
    else
        arguments += QStringLiteral("--unlock");
    m_keyring.setProcessEnvironment(environment);
    m_keyring.setProcessChannelMode(QProcess::MergedChannels);
    m_keyring.start(QStringLiteral("gnome-keyring-daemon"), arguments);
    m_keyring.write(password);
    m_keyring.closeWriteChannel();
    const bool ok =
        QTest::qWaitFor([&] { return isOnBus(QStringLiteral("org.freedesktop.secrets")); }, 20'000);
    if (!ok)
        m_complaints = QString::fromLocal8Bit(m_keyring.readAll());
    return ok;
}

void Session::signalKeyring(int number)
{
    if (m_keyring.state() != QProcess::Running)
        return; // 0 would be our own group
    ::kill(pid_t(m_keyring.processId()), number);
    if (number == SIGKILL)
        m_keyring.waitForFinished(5000);
}

QString Session::endOfKeyring()
{
    QTest::qWait(200);
    if (m_keyring.state() == QProcess::Running)
        return {};
    return QStringLiteral("exit status %1, code %2: ")
               .arg(m_keyring.exitStatus())
               .arg(m_keyring.exitCode()) +
           QString::fromLocal8Bit(m_keyring.readAll());
}

bool Session::lock()
{
    qDBusRegisterMetaType<QList<QDBusObjectPath>>();
    auto message = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.secrets"), QStringLiteral("/org/freedesktop/secrets"),
        QStringLiteral("org.freedesktop.Secret.Service"), QStringLiteral("Lock"));
    const QList<QDBusObjectPath> paths{
        QDBusObjectPath(QStringLiteral("/org/freedesktop/secrets/collection/login"))};
    message.setArguments({QVariant::fromValue(paths)});
    return busOfTest().call(message).type() == QDBusMessage::ReplyMessage;
}

QByteArray Session::output(const QString &program, const QStringList &arguments) const
{
    QProcess process;
    process.start(program, arguments);
    process.waitForFinished(10'000);
    return process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0
               ? process.readAllStandardOutput()
               : QByteArray();
}

bool Session::isPromptShown() const
{
    return !output(QStringLiteral("xdotool"),
                   {QStringLiteral("search"), QStringLiteral("--onlyvisible"),
                    QStringLiteral("--class"), QStringLiteral("gcr-prompter")})
                .isEmpty();
}

bool Session::type(const QStringList &arguments) const
{
    QProcess process;
    process.start(QStringLiteral("xdotool"), arguments);
    return process.waitForFinished(10'000) && process.exitCode() == 0;
}

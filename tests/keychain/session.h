// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <QProcess>
#include <QString>
#include <QTemporaryDir>

/// A desktop session to throw away: home, display, window manager, bus, and a gnome-keyring that is
/// started by hand, so that it can be stopped and killed. The environment of this process points
/// there. Bus and keyring wait for their start functions.
class Session
{
public:
    /// A test with windows of its own stays on the display that it was started on.
    enum class Display { Own, Outer };

    explicit Session(Display display = Display::Own);
    ~Session();

    bool startDisplay();
    /// Listens at the address that the environment names from the start: D-Bus reads it once.
    bool startBus();
    void stopBus() { end(m_bus); }
    /// With its login keyring unlocked, made if need be; or, without a password, in a home without
    /// any keyring.
    bool startKeyring(const QByteArray &password);
    void stopKeyring() { end(m_keyring); }
    /// Sends the keyring's daemon a signal.
    void signalKeyring(int number);
    /// Empty while it runs, else its last words.
    QString endOfKeyring();
    bool lock();

    bool isPromptShown() const;
    bool type(const QStringList &xdotoolArguments) const;
    /// Output of a program that exits with 0; else nothing.
    QByteArray output(const QString &program, const QStringList &arguments) const;
    QString complaints() const { return m_complaints; }

private:
    static void end(QProcess &process);
    bool isOnBus(const QString &name) const;

    QTemporaryDir m_root;
    QProcess m_display, m_windowManager, m_bus, m_keyring;
    QString m_complaints;
};

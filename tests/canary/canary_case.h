// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "canary/needles.h"
#include "keychain/session.h"
#include "support/test_case.h"

#include <QProcess>
#include <memory>

/// A person works in a session to throw away, traced; then all that is left behind is searched for
/// the values.
class CanaryCase : public TestCase
{
protected:
    /// Of program person_main.cpp, until it has said `line`.
    void startPerson(const QStringList &arguments, const QByteArray &line, int leastValues);
    /// The person, who waits for that, goes on until the next line.
    void letGoOn(const QByteArray &line);
    /// Often, while the person is at work.
    virtual void meanwhile() {}
    /// By a signal, as nothing can be tidied up then.
    void crashPerson();
    void endSession();
    /// All programs that it starts are traced, from the first one on; `trace`: a file in m_folder.
    void startTraced(QProcess &process, const QString &trace, const QStringList &command);
    QByteArray traceOf(const QString &trace) const;
    /// No program had a value as an argument or in its environment; one that gets one is found.
    void searchTrace(const QByteArrayList &programs);
    /// Of the person's projects, and of what the program keeps beside them.
    QStringList findInFiles(int *files) const;
    void searchFiles();
    /// The file is there, and a value that is planted in a copy of it is found.
    void findsPlantedIn(const QString &file);
    const Needles &needles() const { return *m_needles; }

    static QByteArray newValue();
    static QByteArray contentOf(const QString &path);
    static QString firstFile(const QString &folder, const QString &pattern);

    QTemporaryDir m_folder;
    QProcess m_person;
    QList<QByteArray> m_values;
    std::unique_ptr<Needles> m_needles;
    QString m_projects;  ///< where the person's projects are
    QStringList m_roots; ///< files and folders beside that and the session's
    QByteArray m_dumpable;

private:
    void awaitLine(const QByteArray &line);
};

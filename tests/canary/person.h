// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "gui/workbench.h"

#include <memory>

namespace chartwright {
class SecretDialog;
}

/// To the test, on standard output.
void say(const QByteArray &line);
/// Else the program ends with 3 and a picture.
void must(bool ok, const QString &step);
/// The value, of which the test is told by "value BASE64".
QByteArray told(const QByteArray &value);
QByteArray newValue();
/// All of them.
const QList<QByteArray> &toldValues();
/// The test has something to do meanwhile: it hears the line, and answers with another.
void askTest(const QByteArray &line);
/// All that a program writes.
QByteArray output(const QString &program, const QStringList &arguments,
                  const QByteArray &input = {}, int patience = 60'000);

/// Works with secret values in the real window, by mouse and keys.
class Person
{
public:
    virtual ~Person() = default;
    virtual void work() = 0;

protected:
    chartwright::MainWindow &window();
    chartwright::Document &document();
    void await(const std::function<bool()> &done, const QString &step);
    void check(const QString &step);

    void open(); ///< a project with Secrets of each type
    void select(const QString &secret);
    /// Of the value that is kept for a key; empty where there is none.
    QString id(const QString &secret, const QString &key);
    void pressOk(QDialog *dialog);
    void keep(const QString &secret, const QString &key,
              const std::function<void(chartwright::SecretDialog *)> &fill);
    void type(const QString &secret, const QString &key, const QByteArray &value);
    void fillDialogs(); ///< in each of their ways
    void save();
    void leaveWhatWasSeen();

    chartwright_test::Workbench m_bench;
    QByteArray m_seen; ///< all that was on the screen or came out of a program
};

/// Keeps values, exports them, looks at them; in the end one is on the clipboard.
std::unique_ptr<Person> keepingPerson();
/// Brings values to the cluster of $KUBECONFIG, into this namespace.
std::unique_ptr<Person> applyingPerson(const QString &ns);
/// Brings them to Minikube, by Helm; the test starts it when it hears "start", and looks at the
/// cluster when it hears "deployed".
std::unique_ptr<Person> deployingPerson();

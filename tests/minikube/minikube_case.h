// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "cli/program.h"
#include "support/test_case.h"
#include "tree/value.h"

#include <QHash>
#include <QProcess>
#include <QTemporaryDir>

namespace chartwright_test {

// Until something is in the cluster, in milliseconds, besides the time it takes to look.
inline constexpr int Soon = 20'000;

// What a deploy printed, and what it asked of minikube, a command line each.
struct Deploy
{
    Output output;
    QStringList commands;

    int count(const QString &beginning) const;
    QByteArray text() const;
};

// A machine of its own for each class: a PATH with the stand-in for minikube, its profile, a
// kubeconfig, a store of images, and the todo application as a project. What is started there is
// deleted at the end.
class MinikubeCase : public TestCase
{
    Q_OBJECT
protected:
    using Variables = QHash<QString, QString>;

    // Which programs PATH has: all that it had, but of those that build images only these.
    void setTools(const QStringList &engines, const QString &minikube = standIn());
    static QString standIn();
    // With the values of all Secrets, which differ from class to class.
    Deploy deploy(const QStringList &more = {}, const Variables &variables = {});
    QStringList arguments(const QStringList &more = {}) const;
    void start(QProcess &process, const QStringList &arguments, const Variables &variables = {});
    // Ends with a profile that runs and the application in it, as it is drawn now.
    void haveDeployed();
    void forgetCluster();
    // At the first place where the stand-in gets there, and once.
    Variables once(const QString &fault);

    Output run(const QString &program, const QStringList &arguments, const QByteArray &input = {},
               const Variables &variables = {}) const;
    Output minikube(const QStringList &arguments) const;
    QByteArray kubectl(const QStringList &arguments) const;
    QStringList commands() const;
    // The answer of the cluster's node; a status other than 200 stands before it.
    QByteArray page(const QString &path) const;
    bool hasTasks() const;
    QByteArray titleOfPage() const;
    // Of each pod its name and id.
    QStringList pods(const QString &component) const;
    QString imageOf(const QString &deployment) const;
    void setTitle(const QByteArray &title) const;
    // In the project's drawing; a null value takes the field away.
    void draw(QStringView kind, QStringView name, const QString &field,
              const chartwright::Value &value) const;
    QStringList namesOfSameImage(const QString &name) const; // in Minikube

    QString path(const QString &name) const { return m_folder->filePath(name); }
    QString project() const { return path(QStringLiteral("project")); }
    QList<QByteArray> m_values; // of the Secrets
    QString m_helm;
    QStringList m_allCommands; // of minikube, of all deploys

protected slots:
    void init() override;
    void initTestCase();
    void cleanupTestCase();

private:
    QString missing() const;
    void linkTools() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    QProcessEnvironment m_environment;
    int m_faults = 0;
};

// The steps before the release, of `deploy --output json`.
QList<chartwright::Value> stepsOf(const QByteArray &json);

} // namespace chartwright_test

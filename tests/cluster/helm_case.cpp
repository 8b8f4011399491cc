// SPDX-License-Identifier: Apache-2.0
#include "cluster/helm_case.h"

#include "secrets/generator.h"
#include "tree/yaml.h"

using namespace chartwright;
using namespace chartwright_test;
using namespace Qt::StringLiterals;

QByteArray newSecret() { return generate(24, Alphabet::Alphanumeric)->view().toByteArray(); }

void HelmCase::helms()
{
    QTest::addColumn<QString>("program");
    for (const Helm *helm : Helm::both())
        QTest::newRow(qPrintable(helm->name())) << helm->program();
}

void HelmCase::init()
{
    TodoTestCase::init();
    m_url = "postgres://" + newSecret();
    m_key = newSecret();
    m_auth = newSecret();
}

const Helm &HelmCase::helm() const
{
    return QLatin1String(QTest::currentDataTag()) == Helm::three().name() ? Helm::three()
                                                                          : Helm::four();
}

QByteArray HelmCase::env() const
{
    return "DATABASE_URL=" + m_url + "\nOPENAI_API_KEY=" + m_key +
           "\nBETTER_AUTH_SECRET=" + m_auth + '\n';
}

Output HelmCase::deploy(const QStringList &more, const QByteArray &input) const
{
    return runProgram(arguments(u"deploy"_s, QStringList{u"--helm"_s, helm().program()} + more),
                      input);
}

Output HelmCase::release(const QStringList &words) const
{
    return runProgram(QStringList{u"release"_s} + words +
                      QStringList{u"--helm"_s, helm().program(), u"--kubeconfig"_s, m_config,
                                  u"-n"_s, m_namespace->name()});
}

Helm::Output HelmCase::byHand(const QStringList &words) const
{
    return helm().run(words +
                      QStringList{u"--kubeconfig"_s, m_config, u"-n"_s, m_namespace->name()});
}

Value HelmCase::backend() const
{
    return RealCluster::instance().object(u"deployment"_s, u"todo-backend"_s, m_namespace->name());
}

QString HelmCase::statusOf(int revision) const
{
    const Output o = release({u"history"_s, u"todo"_s, u"-o"_s, u"json"_s});
    const auto all = readJson(o.out, u"history"_s);
    for (const Value &entry : all ? all->list() : List()) {
        if (entry[u"revision"].toInt() == revision)
            return entry[u"status"].toString();
    }
    return QString::fromUtf8(o.text());
}

QByteArray HelmCase::decodedRelease(int revision) const
{
    const QByteArray kept =
        kubectl({u"get"_s, u"secret"_s, u"sh.helm.release.v1.todo.v%1"_s.arg(revision), u"-o"_s,
                 u"jsonpath={.data.release}"_s});
    QProcess gunzip;
    gunzip.start(u"gunzip"_s, QStringList());
    gunzip.write(QByteArray::fromBase64(QByteArray::fromBase64(kept)));
    gunzip.closeWriteChannel();
    gunzip.waitForFinished();
    return gunzip.readAllStandardOutput();
}

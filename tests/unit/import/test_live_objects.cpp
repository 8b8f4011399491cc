// SPDX-License-Identifier: Apache-2.0
#include "import/manifest_import.h"
#include "import/server_defaults.h"
#include "kinds/registry.h"
#include "support/chart_folder.h"
#include "support/result_check.h"
#include "support/test_case.h"
#include "tree/yaml.h"

using namespace chartwright;
using namespace Qt::StringLiterals;

namespace {

Value value(const QByteArray &yaml)
{
    const auto read = readYaml(yaml, u"f.yaml"_s);
    return read ? *read : Value(read.error().text());
}

/// As a server of 1.33 gives it back.
const QByteArray Deployment = R"({
"apiVersion": "apps/v1", "kind": "Deployment",
"metadata": {"name": "web", "namespace": "shop", "uid": "2f1c", "resourceVersion": "815",
  "generation": 3, "creationTimestamp": "2026-01-01T00:00:00Z",
  "annotations": {"deployment.kubernetes.io/revision": "2", "meta.helm.sh/release-name": "shop",
    "kubectl.kubernetes.io/last-applied-configuration": "{}", "note": "mine"},
  "labels": {"chartwright.org/release": "shop", "team": "a"},
  "managedFields": [{"manager": "chartwright", "operation": "Apply"}]},
"spec": {"replicas": 2, "progressDeadlineSeconds": 600, "revisionHistoryLimit": 10,
  "selector": {"matchLabels": {"app": "web"}},
  "strategy": {"rollingUpdate": {"maxSurge": "25%", "maxUnavailable": "25%"}, "type": "RollingUpdate"},
  "template": {"metadata": {"creationTimestamp": null, "labels": {"app": "web"},
      "annotations": {"kubectl.kubernetes.io/restartedAt": "2026-01-01T00:00:00Z"}},
    "spec": {"dnsPolicy": "ClusterFirst", "restartPolicy": "Always", "schedulerName": "default-scheduler",
      "securityContext": {}, "terminationGracePeriodSeconds": 30,
      "serviceAccount": "web", "serviceAccountName": "web",
      "containers": [{"name": "web", "image": "web:1", "imagePullPolicy": "IfNotPresent",
        "resources": {}, "terminationMessagePath": "/dev/termination-log",
        "terminationMessagePolicy": "File",
        "ports": [{"name": "http", "containerPort": 8080, "protocol": "TCP"}],
        "env": [{"name": "POD", "valueFrom": {"fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.name"}}}],
        "livenessProbe": {"failureThreshold": 5, "periodSeconds": 10, "successThreshold": 1,
          "timeoutSeconds": 1, "httpGet": {"path": "/", "port": "http", "scheme": "HTTP"}}}],
      "volumes": [{"name": "c", "configMap": {"defaultMode": 420, "name": "c"}}]}}},
"status": {"replicas": 2, "observedGeneration": 3}})";

} // namespace

class TestLiveObjects : public TestCase
{
    Q_OBJECT

private slots:
    void serverFieldsAndDefaultsGo();
    void serviceKeepsWhatItWasGiven_data();
    void serviceKeepsWhatItWasGiven();
    void filesKeepWhatTheySay();
    void whatTheClusterMakesIsLeftOut();
};

void TestLiveObjects::serverFieldsAndDefaultsGo()
{
    const Value left = asWritten(value(Deployment)), expected = value(R"(apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
  annotations:
    note: mine
  labels:
    team: a
spec:
  replicas: 2
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      serviceAccountName: web
      containers:
        - name: web
          image: "web:1"
          imagePullPolicy: IfNotPresent
          ports:
            - name: http
              containerPort: 8080
          env:
            - name: POD
              valueFrom:
                fieldRef:
                  fieldPath: metadata.name
          livenessProbe:
            failureThreshold: 5
            httpGet:
              path: /
              port: http
      volumes:
        - name: c
          configMap:
            name: c
)");
    QVERIFY2(left == expected, qPrintable(chartwright_test::firstDifference(left, expected)));
}

void TestLiveObjects::serviceKeepsWhatItWasGiven_data()
{
    QTest::addColumn<QByteArray>("spec");
    QTest::addColumn<QByteArray>("left");
    const QByteArray made = "internalTrafficPolicy: Cluster, ipFamilies: [IPv4], ipFamilyPolicy: "
                            "SingleStack, sessionAffinity: None, ";
    const QByteArray port = "{port: 80, protocol: TCP, targetPort: 8080, nodePort: 30080}";
    QTest::newRow("ClusterIP")
        << "{" + made + "clusterIP: 10.0.0.1, clusterIPs: [10.0.0.1], type: ClusterIP}"
        << QByteArray("{type: ClusterIP}");
    QTest::newRow("headless") << "{" + made +
                                     "clusterIP: None, clusterIPs: [None], type: ClusterIP}"
                              << QByteArray("{clusterIP: None, type: ClusterIP}");
    QTest::newRow("NodePort") << "{" + made +
                                     "externalTrafficPolicy: Cluster, type: NodePort, "
                                     "ports: [" +
                                     port + "]}"
                              << QByteArray("{type: NodePort, ports: [{port: 80, targetPort: 8080, "
                                            "nodePort: 30080}]}");
    QTest::newRow("LoadBalancer")
        << "{" + made +
               "externalTrafficPolicy: Local, healthCheckNodePort: 31000, "
               "allocateLoadBalancerNodePorts: true, type: LoadBalancer, ports: [" +
               port + "]}"
        << QByteArray("{externalTrafficPolicy: Local, type: LoadBalancer, ports: [{port: 80, "
                      "targetPort: 8080}]}");
}

void TestLiveObjects::serviceKeepsWhatItWasGiven()
{
    QFETCH(QByteArray, spec);
    QFETCH(QByteArray, left);
    const Value live =
        value("apiVersion: v1\nkind: Service\nmetadata: {name: s, uid: a}\nspec: " + spec +
              "\nstatus: {loadBalancer: {}}\n");
    QCOMPARE(writeYaml(asWritten(live)[u"spec"]), writeYaml(value(left)));
}

void TestLiveObjects::filesKeepWhatTheySay()
{
    const Value written = value("apiVersion: v1\nkind: Service\nmetadata: {name: s}\n"
                                "spec: {clusterIP: 10.0.0.9, sessionAffinity: None}\n");
    QCOMPARE(asWritten(written), written);
}

void TestLiveObjects::whatTheClusterMakesIsLeftOut()
{
    QList<ManifestObject> read;
    for (const char *yaml :
         {"{apiVersion: apps/v1, kind: ReplicaSet, metadata: {name: web-1, ownerReferences: "
          "[{kind: Deployment, name: web}]}}",
          "{apiVersion: v1, kind: Pod, metadata: {generateName: web-1-, name: web-1-x, "
          "ownerReferences: [{kind: ReplicaSet, name: web-1}]}}",
          "{apiVersion: v1, kind: ConfigMap, metadata: {name: kube-root-ca.crt}}",
          "{apiVersion: v1, kind: ConfigMap, metadata: {name: todo-chartwright, labels: "
          "{chartwright.org/record: todo}}}",
          "{apiVersion: v1, kind: ServiceAccount, metadata: {name: default}}",
          "{apiVersion: v1, kind: Secret, type: helm.sh/release.v1, metadata: {name: sh.helm.x}}",
          "{apiVersion: v1, kind: Service, metadata: {name: kubernetes, labels: {component: "
          "apiserver, provider: kubernetes}}}"})
        read.append({value(yaml), u"cluster"_s});
    read.append({value(Deployment), u"Deployment shop/web"_s});
    const auto import = importManifests(emptyTopology(), read);
    QVERIFY_RESULT(import);
    QCOMPARE(import->objects, 1);
    QCOMPARE(import->notes.size(), 8); // and the namespace
    QCOMPARE(import->notes[0].text, u"ReplicaSet web-1 is left out: Deployment web makes it"_s);
}

CHARTWRIGHT_TEST(TestLiveObjects)
#include "test_live_objects.moc"

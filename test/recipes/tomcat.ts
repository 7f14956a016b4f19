/** The JSP recipe on Debian's Tomcat 10, in a folder of its own. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const recipes = fileURLToPath(new URL('../../demo/recipes/java', import.meta.url));
const home = '/usr/share/tomcat10';

/** Why it cannot run here, or `false`. */
export const withoutTomcat = existsSync(join(home, 'bin/bootstrap.jar')) ? false : 'Tomcat 10 is not on this machine';

/** The command that runs the JSP site on a port. */
export function tomcat(port: number): string[] {
  const base = mkdtempSync(join(tmpdir(), 'mo-otp-gate-tomcat-'));
  process.once('exit', () => rmSync(base, { recursive: true, force: true }));
  const site = join(base, 'webapps/ROOT');
  const classes = join(site, 'WEB-INF/classes');
  const sources = join(base, 'sources');
  for (const folder of [classes, sources, ...['conf', 'logs', 'temp', 'work'].map((name) => join(base, name))])
    mkdirSync(folder, { recursive: true });
  for (const name of ['MoOtpGate', 'Json']) {
    const source = readFileSync(join(recipes, `${name}.java`), 'utf8').replace(
      /^(final )?class Json\b/m,
      'public $1class Json',
    );
    writeFileSync(
      join(sources, `${name}.java`),
      `package lms;\n${source.replace(/^ {4}static /gm, '    public static ')}`,
    );
  }
  const files = ['MoOtpGate', 'Json'].map((name) => join(sources, `${name}.java`));
  execFileSync('javac', ['-encoding', 'UTF-8', '-d', classes, ...files], { stdio: 'pipe' });
  for (const file of ['gate.jsp', 'entry.jspf', 'site.jsp']) copyFileSync(join(recipes, 'jsp', file), join(site, file));
  copyFileSync(join(recipes, 'jsp/web.xml'), join(site, 'WEB-INF/web.xml'));
  copyFileSync('/etc/tomcat10/web.xml', join(base, 'conf/web.xml'));
  writeFileSync(
    join(base, 'conf/server.xml'),
    `<Server port="-1"><Service name="Catalina"><Connector port="${port}" address="127.0.0.1"/>
      <Engine name="Catalina" defaultHost="localhost"><Host name="localhost" appBase="webapps"/></Engine>
      </Service></Server>`,
  );
  const jars = ['bootstrap', 'tomcat-juli'].map((name) => join(home, `bin/${name}.jar`)).join(':');
  const options = [
    `-Dcatalina.home=${home}`,
    `-Dcatalina.base=${base}`,
    `-Djava.io.tmpdir=${join(base, 'temp')}`,
    '-Dtomcat.util.scan.StandardJarScanFilter.jarsToSkip=*.jar',
    '-XX:TieredStopAtLevel=1',
  ];
  return ['java', ...options, '-cp', jars, 'org.apache.catalina.startup.Bootstrap', 'start'];
}

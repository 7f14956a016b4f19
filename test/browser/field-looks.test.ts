import { expect } from '@open-wc/testing';
import { atTheField, inCell, selection } from '../support/code-field.js';
import { clickAt, drag, keys, media, paste, screenshot, viewport } from '../support/commands.js';
import type { Learner, FakeVerifier } from '../support/learner.js';

describe('the code field, as it is seen', () => {
  let fakeVerifier: FakeVerifier;
  let learner: Learner;
  let field: HTMLInputElement;
  const page = document.createElement('style');
  const arrive = async (css = '', digits = 6) => {
    page.textContent = css;
    document.head.append(page);
    ({ fakeVerifier, learner, field } = await atTheField({ params: { digits, period: 60 } }));
  };
  beforeEach(() => viewport({ width: 1280, height: 720, deviceScaleFactor: 1 }));
  afterEach(() => {
    fakeVerifier.leave();
    page.remove();
    document.documentElement.removeAttribute('dir');
  });

  /** The screen as pixels. */
  async function photograph() {
    await new Promise(requestAnimationFrame); // WebKit's picture is of what is painted by now
    const picture = new Image();
    picture.src = `data:image/png;base64,${await screenshot()}`;
    await picture.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [picture.width, picture.height];
    const context = canvas.getContext('2d')!;
    context.drawImage(picture, 0, 0);
    return context;
  }
  /** The pixels of each cell, without its border and its round corners. */
  async function cells() {
    const context = await photograph();
    return learner.parts('cell').map((cell) => {
      const { left, top, width, height } = cell.getBoundingClientRect();
      const edge = Math.ceil(width / 6);
      return context.getImageData(
        Math.round(left) + edge,
        Math.round(top) + edge,
        Math.round(width) - 2 * edge,
        Math.round(height) - 2 * edge,
      );
    });
  }
  /**
   * Where something is painted in a cell: the middle of its pixels that differ from the cell's corner, as shares of the
   * cell; undefined where there is none.
   */
  function ink({ data, width, height }: ImageData) {
    const columns: number[] = [];
    const rows: number[] = [];
    for (let pixel = 0; pixel < width * height; pixel++)
      if ([0, 1, 2].some((channel) => Math.abs(data[4 * pixel + channel]! - data[channel]!) > 60)) {
        columns.push(pixel % width);
        rows.push(Math.floor(pixel / width));
      }
    const middle = (places: number[], size: number) => (Math.min(...places) + Math.max(...places) + 1) / 2 / size;
    return columns.length > 0
      ? {
          x: middle(columns, width),
          y: middle(rows, height),
          wide: (Math.max(...columns) - Math.min(...columns) + 1) / width,
        }
      : undefined;
  }
  const expectCentred = async (digits: number) => {
    field.blur();
    field.scrollIntoView({ block: 'center' });
    const inks = (await cells()).map(ink);
    expect(inks.length).to.equal(digits);
    for (const mark of inks) {
      expect(mark!.x).to.be.closeTo(0.5, 0.06);
      expect(mark!.y).to.be.closeTo(0.5, 0.1);
      expect(mark!.wide).to.be.within(0.2, 0.8);
    }
  };

  for (const family of ['', 'serif', 'Liberation Sans Narrow', 'Noto Sans CJK KR', 'DejaVu Sans', 'monospace'])
    it(`its digits are centred in their cells${family && ` in ${family}`}`, async () => {
      await arrive(family && `mo-otp-gate::part(input) { font-family: ${family} }`);
      await paste('808080', field);
      await expectCentred(6);
    });

  const narrow: [string, string, number, number][] = [
    ['at 320 pixels', '', 320, 6],
    ['at 320 pixels with eight digits', '', 320, 8],
    ['with eight digits', '', 1280, 8],
    ['with text of twice the size', 'html { font-size: 200% }', 1280, 6],
    ['with text of twice the size at 320 pixels', 'html { font-size: 200% }', 320, 6],
    ['in a page with a small root', 'html { font-size: 62.5% }', 360, 6],
  ];
  for (const [where, css, width, digits] of narrow)
    it(`is whole, large and not scrolled ${where}`, async () => {
      await viewport({ width, height: 800, deviceScaleFactor: 2 });
      await arrive(css, digits);
      await paste('80808080'.slice(0, digits), field);
      await keys('End');
      expect(parseFloat(getComputedStyle(field).fontSize)).to.be.at.least(16);
      expect(learner.part('field').offsetHeight).to.be.at.least(digits > 6 || css.includes('200') ? 32 : 44);
      const dialog = learner.part('dialog');
      expect(dialog.scrollWidth).to.equal(dialog.clientWidth);
      const { right } = learner.parts('cell').at(-1)!.getBoundingClientRect();
      expect(right).to.be.at.most(learner.part('submit').getBoundingClientRect().right + 0.5);
      await viewport({ width, height: 800, deviceScaleFactor: 1 });
      await expectCentred(digits);
    });

  it('shows the caret in the current cell', async () => {
    await arrive('mo-otp-gate::part(cell) { background: none; color: transparent }');
    // its frame is thicker than those of the others
    const withCaret = async () => {
      const context = await photograph();
      const outer = (cell: HTMLElement) => {
        const { left, top, height } = cell.getBoundingClientRect();
        return context.getImageData(Math.round(left) + 1, Math.round(top + height / 2), 1, 1).data.join();
      };
      const frames = learner.parts('cell').map(outer);
      return frames.findIndex((frame) => frames.filter((other) => other === frame).length === 1) + 1;
    };
    expect(await withCaret()).to.equal(1);
    await learner.types('123');
    expect(await withCaret()).to.equal(4);
    await keys('ArrowLeft', 'ArrowLeft');
    expect(await withCaret()).to.equal(2);
    await clickAt(inCell(learner, 3, 0.9));
    expect(await withCaret()).to.equal(3);
    await learner.types('3456');
    expect(selection(field)).to.equal('123456|');
  });

  it('is scrolled by nothing: not by the caret behind the last digit, not by a drag over its edge', async () => {
    await arrive();
    await learner.types('123456');
    await drag(inCell(learner, 2), { x: inCell(learner, 6).x + 300, y: inCell(learner, 6).y });
    for (const box of [field, learner.part('field'), learner.part('dialog')]) expect(box.scrollLeft).to.equal(0);
    expect(selection(field)).to.contain('3456|');
  });

  it('reads from left to right in a page that reads from right to left', async () => {
    document.documentElement.dir = 'rtl';
    await arrive();
    await learner.types('12');
    expect(inCell(learner, 1).x).to.be.below(inCell(learner, 2).x);
    const filled = (await cells()).map((cell) => Boolean(ink(cell)));
    // the third may show the caret
    expect(filled.slice(0, 2).concat(filled.slice(3))).to.deep.equal([true, true, false, false, false]);
    await clickAt(inCell(learner, 1));
    await learner.types('9');
    expect(field.value).to.equal('92');
  });

  it('stays where it is while a code is checked and refused', async () => {
    await arrive();
    let reply!: (response: Response) => void;
    fakeVerifier.answers(new Promise<Response>((resolve) => (reply = resolve)));
    const place = () => {
      const { x, y, width, height } = learner.part('field').getBoundingClientRect();
      return { x, y: y - learner.part('title').getBoundingClientRect().y, width, height };
    };
    const before = place();
    await learner.types('123456');
    expect(place()).to.deep.equal(before);
    await keys('Enter');
    expect(learner.gate.phase).to.equal('checking');
    expect(place()).to.deep.equal(before);
    reply(new Response(JSON.stringify({ status: 'rejected', reason: 'wrong-code', attemptsLeft: 4 })));
    await learner.settles();
    expect(place()).to.deep.equal(before);
  });

  it('keeps its cells in forced colours', async () => {
    await media({ 'forced-colors': 'active' });
    await arrive();
    for (const cell of learner.parts('cell'))
      expect(parseFloat(getComputedStyle(cell).borderTopWidth)).to.be.at.least(1);
    await paste('808080', field);
    await expectCentred(6);
    // each cell's sides, too, beside the digits, whatever colour the site has chosen for its text
    learner.gate.style.setProperty('--mo-otp-text', '#fff');
    await expectCentred(6);
    const picture = await photograph();
    for (const { left, right, top, height } of learner.parts('cell').map((cell) => cell.getBoundingClientRect())) {
      const colour = (x: number) => picture.getImageData(Math.floor(x), Math.round(top + height / 2), 1, 1).data.join();
      for (const side of [left, right - 3])
        expect(
          [0, 1, 2, 3].some((pixel) => colour(side + pixel) !== colour(left + 6)),
          `a line at ${side}`,
        ).to.equal(true);
    }
    await media({ 'forced-colors': 'none' });
  });
});

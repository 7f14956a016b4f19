import type { LocaleWords } from '../../locale-words.js';

const phone = {
  explain: 'Xác thực trong cửa sổ mới bằng điện thoại chính chủ.',
  explainHere: 'Xác thực bằng điện thoại chính chủ. Xong, bạn sẽ trở lại màn hình này.',
  open: 'Mở cửa sổ xác thực',
  here: 'Xác thực trong cửa sổ này',
  elsewhere: 'Vui lòng hoàn tất trong cửa sổ kia. Kết quả sẽ hiện ở đây.',
  back: 'Trở lại cửa sổ xác thực',
  closed: 'Có vẻ cửa sổ đã đóng. Nếu chưa xong, vui lòng mở lại.',
  again: 'Mở lại cửa sổ',
  waiting: 'Đang chờ kết quả. Nếu chưa xong, vui lòng tiếp tục bên dưới.',
  notices: {
    blocked: 'Không mở được cửa sổ mới. Vui lòng tiếp tục trong cửa sổ này.',
    'not-same-person':
      'Không khớp với thông tin đã đăng ký. Vui lòng xác thực lại bằng thông tin chính chủ, không dùng của công ty hay người khác.',
    cancelled: 'Đã hủy. Vui lòng thử lại hoặc chọn cách khác.',
  },
};

export const words: LocaleWords = {
  methods: {
    phone,
    ipin: {
      ...phone,
      explain: 'Xác thực trong cửa sổ mới bằng i-PIN.',
      explainHere: 'Xác thực bằng i-PIN. Xong, bạn sẽ trở lại màn hình này.',
      open: 'Mở cửa sổ i-PIN',
    },
    'web-otp': {
      check: {
        ...phone,
        explain:
          'Đăng ký trình duyệt này để xác thực không cần ứng dụng. Trước tiên, xác thực qua điện thoại trong cửa sổ mới.',
        explainHere:
          'Đăng ký trình duyệt này để xác thực không cần ứng dụng. Trước tiên, xác thực qua điện thoại. Xong, bạn sẽ trở lại màn hình này.',
      },
      enrolled: 'Sắp xong. Xác thực bằng mã này để đăng ký trình duyệt này.',
      registered: 'Đây là mã của trình duyệt này.',
      code: 'Mã xác thực',
      use: 'Xác thực bằng mã này',
      elsewhere: 'Trình duyệt này chưa đăng ký. Nếu đăng ký, trình duyệt trước sẽ không xác thực được nữa.',
      register: 'Đăng ký trình duyệt này',
      renew: 'Đăng ký lại trình duyệt này',
      unable:
        'Trình duyệt này không lưu được mã. Nếu là cửa sổ ẩn danh, vui lòng mở cửa sổ thường, hoặc chọn cách khác.',
      notices: {
        ...phone.notices,
        'wrong-code': 'Mã không đúng. Vui lòng đăng ký lại trình duyệt này.',
        'used-code': 'Mã này đã dùng rồi. Vui lòng dùng mã mới.',
        repeated: 'Bạn vừa nhập mã này và mã không đúng. Vui lòng đăng ký lại trình duyệt này.',
        mismatch: 'Trình duyệt khác đang được đăng ký. Vui lòng đăng ký lại trình duyệt này.',
      },
    },
    captcha: {
      explain: 'Cần xác nhận bạn không phải là robot. Không phải giải gì cả, chỉ cần nhấn nút và chờ vài giây.',
      explainPage: 'Cần xác nhận bạn không phải là robot. Vui lòng nhấn nút để bắt đầu.',
      start: 'Bắt đầu',
      working: 'Đang kiểm tra. Vui lòng chờ.',
      progress: 'Đã xong {percent}%.',
      page: 'Vui lòng tiếp tục bên dưới. Kết quả sẽ hiện ở đây.',
      frame: 'Xác nhận không phải robot',
      notices: { 'wrong-answer': 'Chưa xác nhận được. Vui lòng thử lại.' },
    },
  },
};
